"""Plans by simple rules of buying: made by arithmetic in a moment, before any search and beside every plan."""
