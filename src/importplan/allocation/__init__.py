"""What the common reserve gives to whom in a shortage, by a rule that can be told to everybody."""
