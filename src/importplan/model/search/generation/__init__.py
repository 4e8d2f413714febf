"""Column generation: blocks answer prices with plans of their own, a master puts them together."""
