"""Transparency logs on bytes and integers: RFC 6962 trees, C2SP tiles, checkpoints, cosignatures and proofs.

The lowest floor: no Django, no database, no record. The witness and the checker of proofs stand on it alone, so that
they can be read, and trusted, by somebody who trusts nothing else of the house.
"""
