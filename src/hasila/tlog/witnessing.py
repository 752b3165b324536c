"""What a witness knows and when it cosigns: the rules of c2sp.org/tlog-witness, and a memory that survives.

A witness remembers the largest checkpoint it cosigned for a log, and cosigns another only where that one is proven to
begin with it. It remembers on disk before it answers. Where its memory is damaged it stops: a witness that starts anew
would cosign whatever it is shown.
"""

import contextlib
import json
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from hasila.tlog.checkpoint import Checkpoint, open_checkpoint, parse_size
from hasila.tlog.cosignature import Cosigner
from hasila.tlog.merkle import EMPTY_ROOT, HASH_SIZE, ProofError, verify_consistency
from hasila.tlog.note import NoteError, Verifier, decode64, signature, split_note
from hasila.tlog.succession import successors

KEY = "witness.key"
EVIDENCE = "evidence"
ANNOUNCED = "announced.json"
PROOF_LINES = 63


Prove = Callable[[int, Checkpoint], Sequence[bytes]]
"""Makes the consistency proof from a size to a larger checkpoint. Raises ProofError where what the log holds doesn't
lead to the checkpoint's root."""


class StateError(Exception):
    """What the witness remembers can't be read or isn't its own; nothing may be cosigned until it is put right."""


class Declined(Exception):
    """A checkpoint that is not cosigned. `status` is that of HTTP, `text` the answer's body."""

    def __init__(self, status: int, text: str, content_type: str = "text/plain; charset=utf-8") -> None:
        super().__init__(text.strip())
        self.status = status
        self.text = text
        self.content_type = content_type


class Misconduct(Declined):
    """The log signed what contradicts what it signed before. Both notes are kept as evidence."""


@dataclass(frozen=True)
class Request:
    """The body of add-checkpoint: the old size, the consistency proof, the signed checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    note: str

    @classmethod
    def parse(cls, body: bytes) -> "Request":
        """Reads a request; raises Declined (400) where it is malformed."""
        try:
            head, _blank, note = body.decode().partition("\n\n")
            first, *lines = head.split("\n")
            if not first.startswith("old ") or len(lines) > PROOF_LINES or not note:
                raise NoteError("expected an old size, up to 63 lines of proof, an empty line and a checkpoint")
            proof = tuple(decode64(line) for line in lines)
            if any(len(value) != HASH_SIZE for value in proof):
                raise NoteError("a hash of the proof is not 32 bytes")
            return cls(parse_size(first.removeprefix("old ")), proof, note)
        except (NoteError, UnicodeDecodeError) as error:
            raise Declined(400, f"malformed request: {error}\n") from error


class Witness:
    """The memory and the key of a witness of one log.

    Args:
        state: its own folder; made where it is missing, readable for its owner only.
        cosigner: its key. keys: public keys of the log, more than one after a rotation; all of one name.
        tell: is told, in a line, what must not go unnoticed.

    Raises:
        StateError: what is remembered can't be read.
    """

    def __init__(
        self, state: Path, cosigner: Cosigner, keys: Sequence[Verifier], tell: Callable[[str], None] = lambda said: None
    ) -> None:
        if len({key.name for key in keys}) != 1:
            raise StateError("a witness needs the keys of one log, which bear its name")
        self.origin = keys[0].name
        self.keys = list(keys)
        self.cosigner = cosigner
        self.tell = tell
        self.key_wanted = False  # somebody showed a checkpoint that no trusted key signed: is a new key announced?
        self.state = state
        self._lock = threading.Lock()
        self._file = state / f"{self.origin_hash}.checkpoint"
        (state / EVIDENCE).mkdir(mode=0o700, parents=True, exist_ok=True)
        self.keys += [key for key, _note in successors(self.keys, self._announcements())]
        self.latest, self.note = self._remembered()

    @property
    def origin_hash(self) -> str:
        """SHA-256 of the log's origin in hex: its name in the state folder and in the monitoring address."""
        return sha256(self.origin.encode()).hexdigest()

    def add(self, request: Request) -> str:
        """Cosigns the checkpoint of a request.

        Returns:
            the line of signature, once the checkpoint is remembered on disk.

        Raises:
            Declined: with the status that the specification names.
        """
        offered = self.open(request.note)
        if request.old > offered.size:
            raise Declined(400, "the old size is larger than the checkpoint's\n")
        with self._lock:
            known = self.latest
            forked = self._two_roots(known, offered, request.note)
            if request.old != (known.size if known else 0):
                raise Declined(409, f"{known.size if known else 0}\n", "text/x.tlog.size")
            if forked:
                raise forked
            self._follows(known, offered, request.proof)
            return self._cosign(offered, request.note)

    def advance(self, note: str, prove: Prove) -> str | None:
        """Cosigns a checkpoint that the witness fetched itself, with a proof that it makes itself.

        Args:
            note: the signed checkpoint, not smaller than the one remembered. prove: makes the proof from the log's own
                tiles.

        Returns:
            the line of signature; None where it is the checkpoint remembered already.

        Raises:
            Misconduct: a fork. Declined: not the log's note, or it was overtaken meanwhile.
        """
        offered, known = self.open(note), self.latest
        if known and (offered.size, offered.root) == (known.size, known.root):
            return None
        proof: Sequence[bytes] = ()
        if not known or known.size < offered.size:
            proof = self._proven(prove, known, offered, note)
        return self.add(Request(known.size if known else 0, tuple(proof), note))

    def recall(self, note: str, prove: Prove) -> None:
        """Holds that a smaller checkpoint is the beginning of the one remembered; raises Misconduct where it isn't."""
        if self.latest:
            self._proven(prove, self.open(note), self.latest, note)

    def accuse(self, kind: str, why: str, note: str) -> Misconduct:
        """Keeps the remembered note and the one that contradicts it, tells, and gives the refusal to raise.

        One file is kept for each kind and remembered checkpoint: the first is proof enough, and the disk stays free.
        """
        path = self.state / EVIDENCE / f"{kind}-at-{self.latest.size if self.latest else 0}.txt"
        if not path.exists():
            mine = f"=== cosigned by this witness\n{self.note or ''}"
            write(path, f"{kind}: {why}\n\n{mine}\n=== signed by the log\n{note}")
        self.tell(f"REFUSED, {kind}: {why}. Both signed notes are kept in {path}")
        return Misconduct(422, f"{kind}: {why}\n")

    def believe(self, announced: Iterable[str]) -> bool:
        """Trusts the keys that a trusted key of the log announces as its successors, and remembers the announcements.

        Returns:
            whether there was such a key that wasn't trusted before.
        """
        fresh = successors(self.keys, announced)
        if fresh:
            write(self.state / ANNOUNCED, json.dumps([*self._announcements(), *(note for _key, note in fresh)]))
            self.keys += [key for key, _note in fresh]
            for key, _note in fresh:
                self.tell(f"the log has a new key, announced by the one before: {key.public}")
        return bool(fresh)

    def evidence(self) -> list[Path]:
        """The files of evidence against the log."""
        return sorted(path for path in (self.state / EVIDENCE).iterdir() if path.suffix == ".txt")

    def open(self, note: str) -> Checkpoint:
        """The checkpoint of a note that the log signed; raises Declined (400, 403, 404) where it isn't one."""
        try:
            text, _lines = split_note(note)
            if Checkpoint.parse(text).origin != self.origin:
                raise Declined(404, "this witness doesn't know the log\n")
        except NoteError as error:
            raise Declined(400, f"malformed checkpoint: {error}\n") from error
        try:
            return open_checkpoint(note, self.keys)[0]
        except NoteError as error:
            self.key_wanted = True
            raise Declined(403, f"{error}\n") from error

    def _proven(self, prove: Prove, older: Checkpoint | None, newer: Checkpoint, note: str) -> Sequence[bytes]:
        """The proof that the older checkpoint begins the newer one, verified; else both notes are kept."""
        size = older.size if older else 0
        try:
            proof = prove(size, newer)
            if older and size:
                verify_consistency(size, newer.size, proof, older.root, newer.root)
        except ProofError as error:
            why = f"the log's tiles don't lead from {size} to {newer.size} leaves: {error}"
            raise self.accuse("inconsistent", why, note) from error
        return proof

    def _two_roots(self, known: Checkpoint | None, offered: Checkpoint, note: str) -> Misconduct | None:
        """The accusation where the log signed another root for the size that is remembered."""
        if known is None or known.size != offered.size or known.root == offered.root:
            return None
        why = f"the log signed two roots for {known.size} leaves, {known.root.hex()} and {offered.root.hex()}"
        return self.accuse("fork", why, note)

    def _follows(self, known: Checkpoint | None, offered: Checkpoint, proof: Sequence[bytes]) -> None:
        """Holds that the offered checkpoint continues the remembered one; raises Declined else."""
        if offered.size == 0 and offered.root != EMPTY_ROOT:
            raise Declined(422, "the empty tree has another root\n")
        if known is None or known.size == 0:
            if proof:
                raise Declined(422, "nothing is to be proven from the empty tree\n")
            return
        try:
            verify_consistency(known.size, offered.size, proof, known.root, offered.root)
        except ProofError as error:
            # Not proof against the log: anybody can send its checkpoint with a false proof.
            self.tell(f"refused: {offered.size} leaves were not proven to continue {known.size}: {error}")
            raise Declined(422, f"{error}\n") from error

    def _cosign(self, offered: Checkpoint, note: str) -> str:
        line = str(signature(offered.text(), self.cosigner))
        # Only the log's signature that was verified is kept, and ours: what else a note carried has no bound.
        ours = {(key.name, key.key_id) for key in self.keys}
        _text, lines = split_note(note)
        kept = [str(each) for each in lines if (each.name, each.key_id) in ours][:1]
        whole = f"{offered.text()}\n{''.join(kept)}{line}"
        write(self._file, whole)
        self.latest, self.note = offered, whole
        return line

    def _announcements(self) -> list[str]:
        path = self.state / ANNOUNCED
        try:
            return [str(note) for note in json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []
        except (OSError, ValueError) as error:
            raise StateError(f"{path} can't be read ({error}); put it back from a backup, or remove it") from error

    def _remembered(self) -> tuple[Checkpoint | None, str | None]:
        for left in self.state.glob("*.new"):  # a write that never came to its end; the file before it stands
            left.unlink()
        if not self._file.exists():
            return None, None
        try:
            note = self._file.read_text(encoding="utf-8")
            checkpoint, opened = open_checkpoint(note, self.keys, [self.cosigner.verifier])
        except (OSError, ValueError) as error:
            raise StateError(
                f"{self._file} can't be read ({error}). This witness no longer knows what it cosigned and cosigns "
                "nothing. Put the file back from a backup, or begin as another witness with a new key and folder"
            ) from error
        if self.cosigner.verifier not in [verifier for verifier, _signature in opened.signatures]:
            raise StateError(f"{self._file} isn't cosigned by this witness's key")
        return checkpoint, note


def own_key(state: Path, name: str = "") -> Cosigner:
    """The witness's key, in its state folder; made at the first start, which needs a name for it.

    Raises:
        StateError: there is a memory but no key, or a key under another name.
        NoteError: the key's file can't be used, or others may read it.
    """
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = state / KEY
    if not path.exists():
        if any(state.glob("*.checkpoint")):
            raise StateError(f"{path} is missing though this witness has cosigned; put it back from a backup")
        if not name:
            raise StateError(f"a new witness needs a name (there is no key in {state})")
        Cosigner.generate(name).save(path)
    found = Cosigner.load(path)
    if name and found.name != name:
        raise StateError(f"{path} is the key of {found.name}, not of {name}")
    return found


def write(path: Path, text: str) -> None:
    """Writes a file so that after a crash there is the old one or the new one, whole, and it is on the disk."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
