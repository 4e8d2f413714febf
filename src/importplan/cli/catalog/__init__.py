"""The commands `importplan catalog ...`: look at the catalogs, check them, compare editions, take in an annex."""
