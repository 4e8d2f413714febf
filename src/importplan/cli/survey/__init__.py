"""The commands `importplan survey ...`: send a questionnaire out, take the returned files in, say what they tell."""
