"""Official annexes as published: from a grid of cells, whatever file it came from, to the rows of an edition."""
