"""How results and cases are shown: Excel, calendars, forms; and how a result is read back."""
