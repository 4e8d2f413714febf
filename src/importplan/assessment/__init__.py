"""Supply security without an optimiser: on whom a case depends, how long it would last, who falls together."""
