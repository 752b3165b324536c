"""Hasila: acts make records, the ledger makes the figures, the figures make the annual report."""
