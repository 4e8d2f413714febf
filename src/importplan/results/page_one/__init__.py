"""Page one: what to sign, the money, the doubt, on one sheet of paper."""
