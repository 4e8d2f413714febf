"""From one returned file to grids of cells: what kind of file it is, whether it is safe, what stands in it."""
