"""What customs modes and days less at customs are worth to a plan."""
