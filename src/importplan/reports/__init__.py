"""Views of a result and their Excel form."""
