"""From grids to answers: sheets and headings found by words and content, cells read as people write them."""
