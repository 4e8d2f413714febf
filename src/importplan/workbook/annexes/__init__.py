"""Reads annexes as they are published (Excel, CSV, Word, PDF) into the neutral grid of `catalog.annexes`."""
