"""The sheets of the questionnaire: where each question stands, how its cell looks, what it takes and what it checks."""
