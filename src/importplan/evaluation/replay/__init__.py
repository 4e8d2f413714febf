"""Plans replayed on draws that did not make them, beside what simple rules would do."""
