"""The sheets of a result: one file a sheet, its tables and charts as data."""
