"""What people write, from words to values: numbers, days and periods, quantities, money, shares, choices, codes.

Pure functions, the same for cases, returned questionnaires and annexes. A strict reader (`read_…`) takes what has one
meaning whatever was asked; a lenient one says beside the value what it had to repair.
"""
