"""importplan: what high-end equipment to import, from whom, when, under which tax rule, and how much to hold."""

__version__ = "0.1.0"
