"""Hashes of the ledger's Merkle tree, as RFC 6962, section 2.1, defines them.

A leaf's data is the format version and two salted commitments, so that a public leaf gives nothing away and the
content can be erased while every proof stays whole.
"""

from hashlib import sha256

FORMAT = b"\x01"


def leaf_hash(data: bytes) -> bytes:
    """The RFC 6962 hash of a leaf: SHA-256 of a zero byte and the data."""
    return sha256(b"\x00" + data).digest()


def commitment(salt: bytes, data: bytes) -> bytes:
    """A salted commitment: SHA-256 of a 32-byte secret salt and the data."""
    return sha256(salt + data).digest()


def leaf_data(header_commitment: bytes, content_commitment: bytes) -> bytes:
    """What is hashed into a leaf: 65 bytes."""
    return FORMAT + header_commitment + content_commitment
