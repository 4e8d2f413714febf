"""A second model of the planning case, written from the contract and from nothing else.

It shares with the product only the typed rows of a case. It is a plain extensive form: every draw has its own stock,
its own waiting and its own losses in every period; nothing is merged, bounded by a guess or decomposed. `optimum.py` is
the table of contents; every other file is one noun of the contract. What it does not know is said in README.md.
"""
