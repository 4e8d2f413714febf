"""Sampled courses of the world: sources, draws as arrays, and the dates that follow from them."""
