"""What of an entry goes into the ledger's Merkle tree, and how a place in the tree is verified.

A leaf's data is the format version and two salted commitments, so that a public leaf gives nothing away and the
content can be erased while every proof stays whole. The tree itself is RFC 6962's, in `hasila.tlog.merkle`.
"""

from hashlib import sha256

from hasila.tlog.merkle import ProofError, leaf_hash, verify_consistency, verify_inclusion

__all__ = ["FORMAT", "ProofError", "commitment", "leaf_data", "leaf_hash", "verify_consistency", "verify_inclusion"]

FORMAT = b"\x01"


def commitment(salt: bytes, data: bytes) -> bytes:
    """A salted commitment: SHA-256 of a 32-byte secret salt and the data."""
    return sha256(salt + data).digest()


def leaf_data(header_commitment: bytes, content_commitment: bytes) -> bytes:
    """What is hashed into a leaf: 65 bytes."""
    return FORMAT + header_commitment + content_commitment
