"""Closed years of the ledger as files, which can be checked without the database and brought back into it."""
