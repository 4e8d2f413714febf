"""One file per source of uncertainty."""
