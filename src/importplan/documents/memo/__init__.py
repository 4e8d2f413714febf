"""The memo on two pages of paper."""
