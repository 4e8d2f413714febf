"""A result workbook read back: its cells, its plain rows, and where two of them differ."""
