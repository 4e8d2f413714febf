"""Landed cost: charges worked out by dated rules, as arrays for the model and traced lines for people."""
