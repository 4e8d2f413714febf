"""Dated tables and rules: loader, typed values, lookup by day."""
