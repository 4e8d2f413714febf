"""Official lists of goods: rows, editions, how rows reach an item by code, name and parameters."""
