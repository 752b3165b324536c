"""Hasila: acts make records, the ledger makes the figures, the figures make the annual report."""

__version__ = "0.1.0"
