"""Dated tables and rules with unit, source and confidence, looked up by day."""
