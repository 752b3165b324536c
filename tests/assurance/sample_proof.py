"""A proof as a paper carries it, made of nothing but keys and an invented entry."""

from dataclasses import dataclass, field

import orjson

from hasila.assurance.papers import Leaf
from hasila.tlog.checkpoint import Checkpoint
from hasila.tlog.cosignature import Cosigner
from hasila.tlog.merkle import root_of
from hasila.tlog.note import Ed25519Signer, sign_note
from hasila.tlog.proof import Proof

ORIGIN = "hasila.example/log"
SAID = {
    "act": "personnel.discipline.decide",
    "actor": "0190d1ce-0000-7000-8000-000000000002",
    "basis": "civil_service/67",
    "cause": None,
    "correction": "",
    "day": 20241009,
    "facets": '{"measure":"warning"}',
    "from": "heard",
    "id": "01927199-6667-774b-8c0d-0e0f10111213",
    "mandate": 7,
    "measures": "",
    "note": "",
    "number": 12,
    "occurred_at": 1728482730123456,
    "procedure": 1,
    "record": "01927199-608b-774b-8203-040506070809",
    "recorded_at": 1728482731623456,
    "simulated": False,
    "to": "decided",
    "unit": 19,
    "v": 1,
    "version": 3,
}


@dataclass
class Sample:
    """Keys of a log and of witnesses, and proofs that they sign."""

    log: Ed25519Signer = field(default_factory=lambda: Ed25519Signer.generate(ORIGIN))
    witnesses: list[Cosigner] = field(
        default_factory=lambda: [Cosigner.generate(f"witness.example/w{number}") for number in (1, 2, 3)]
    )

    def proof(
        self, said: dict | bytes = SAID, *, index: int = 734_003, size: int = 1_048_576, signed: int = 1
    ) -> Proof:
        """A proof for an entry in a tree whose other hashes are invented."""
        header = said if isinstance(said, bytes) else orjson.dumps(said)
        leaf = Leaf(header, bytes(range(32)), bytes(range(32, 64)))
        hashes = tuple(bytes([number + 1]) * 32 for number in range((size - 1).bit_length()))
        checkpoint = Checkpoint(ORIGIN, size, root_of(leaf.hash, index, size, hashes))
        note = sign_note(checkpoint.text(), self.log, *self.witnesses[:signed])
        return Proof(index, hashes, note, leaf.extra())
