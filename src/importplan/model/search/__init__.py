"""Every road from a program to a plan with its bound."""
