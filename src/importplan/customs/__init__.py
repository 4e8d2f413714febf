"""Landed cost: customs value, duty, VAT and fees of every offer by arrival period, each amount with its trace."""
