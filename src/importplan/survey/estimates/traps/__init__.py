"""The traps under the questionnaire, one file each: answers that look right and are worth a phone call."""
