"""Declaring a shipment: customs modes, permits, being late, and the alternatives side by side."""
