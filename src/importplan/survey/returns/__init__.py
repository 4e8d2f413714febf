"""What came back: answers with their cells, accounts of files and rows, the sampling frame."""
