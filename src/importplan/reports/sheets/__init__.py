"""The sheets of the result workbook, one file each; `reports/excel.py` lists them in order."""
