"""A case as arrays: needs, stocks, purchases, dates, payments, states of the draws."""
