"""Scenario workbooks and CSV folders: read, written, made from the schema."""
