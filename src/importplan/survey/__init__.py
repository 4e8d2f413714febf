"""Firm surveys: the questionnaire, its many returned files, and the scenario that comes of them."""
