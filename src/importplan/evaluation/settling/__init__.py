"""How the draws of a plan were settled: what arithmetic does not tell, and everything that follows from it."""
