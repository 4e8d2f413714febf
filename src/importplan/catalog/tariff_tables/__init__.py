"""A year's tariff from a printed or published table: read, checked, compared with the year before, written."""
