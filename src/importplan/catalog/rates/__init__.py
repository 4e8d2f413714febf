"""Rates by code and day: tariff, VAT, additional duties, exchange."""
