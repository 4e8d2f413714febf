"""Relief from import tax: who may claim it for what, what bars it, what it is worth, what follows from it."""
