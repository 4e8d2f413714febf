"""The program: columns with roles, rows, costs, goals; from a case to it and from its values to a plan."""
