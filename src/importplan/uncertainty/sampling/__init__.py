"""Draws: random numbers by what they are for, the sampled set, the course without surprises."""
