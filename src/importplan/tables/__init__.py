"""Any file of people as safe grids of cells with addresses: workbooks of all formats, CSV, tables of Word and PDF.

Files come from outside: each is looked at before a parser sees it, and nothing in it is ever run or followed.
"""
