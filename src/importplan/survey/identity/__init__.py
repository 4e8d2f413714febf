"""Which returns are of one firm, and which of several returns of a firm stands."""
