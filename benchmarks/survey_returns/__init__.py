"""Returned questionnaires as bureaus get them, made up from a seed, with the truth of every row beside them."""
