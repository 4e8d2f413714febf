"""The change radar: signed and planned orders, offers and supervised stock under two catalogs, in money and days."""
