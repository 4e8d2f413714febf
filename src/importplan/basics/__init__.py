"""What every room may use: money, periods, labels, issues, errors. A closed list of five files."""
