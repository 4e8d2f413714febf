"""Workbooks of results: pages, tables, charts, print layout."""
