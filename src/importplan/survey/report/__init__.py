"""What a survey says of the region, for people: one list of parts, shown as a workbook and as a page for browsers."""
