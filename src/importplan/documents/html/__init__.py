"""Pages for browsers: one file, nothing fetched."""
