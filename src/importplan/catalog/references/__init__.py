"""Reference tables: countries, cities, makers, size classes, risks."""
