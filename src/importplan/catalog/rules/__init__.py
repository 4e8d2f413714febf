"""Dated rules: regimes, grants, supervision, deadlines, permits, subsidies, ways to clear."""
