"""Dates of shipments in every draw: what stops them, when they ship, arrive and serve."""
