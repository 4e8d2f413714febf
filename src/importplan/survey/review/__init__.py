"""The review workbook: questions on names and firms for a person to answer, and all answers so far."""
