"""Files from outside: what is looked at before a parser sees them, and text that every program can hold."""
