"""From a survey to the sheets of a planning case: one file per sheet or pair of sheets, each figure with its cells."""
