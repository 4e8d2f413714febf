"""A case as it was handed in, with a remark at each cell that needs one; all else stays byte by byte."""
