"""How a log's key announces the key that follows it, so that whoever trusts the first one finds the last.

An announcement is a note of four lines, signed by the old key: what it is, the log's name, the old key, the new key.
"""

from collections.abc import Iterable, Sequence

from hasila.tlog.note import NoteError, Verifier, open_note

ANNOUNCED = "hasila.log/new-key/v1"


def announcement(name: str, old: str, new: str) -> str:
    """The text of an announcement; the keys are verifier keys."""
    return f"{ANNOUNCED}\n{name}\n{old}\n{new}\n"


def successors(known: Sequence[Verifier], announced: Iterable[str]) -> list[tuple[Verifier, str]]:
    """The keys that keys already trusted announce, one after the other, each with its announcement.

    Args:
        known: the keys that are trusted. announced: signed notes in any order; what is none, or is signed by a key
            that isn't trusted, is passed over.
    """
    trusted, found = list(known), []
    waiting = list(announced)
    for _round in range(len(waiting)):
        for note in list(waiting):
            fresh = _announced(note, trusted)
            if fresh is not None:
                waiting.remove(note)
                trusted.append(fresh)
                found.append((fresh, note))
    return found


def _announced(note: str, trusted: list[Verifier]) -> Verifier | None:
    """The new key of an announcement by a trusted key; None where it is none, or the key is trusted already."""
    for old in trusted:
        try:
            new = Verifier.parse(open_note(note, [old]).text.split("\n")[3])
            if open_note(note, [old]).text == announcement(old.name, old.public, new.public) and new.name == old.name:
                return new if new not in trusted else None
        except (NoteError, IndexError):
            continue
    return None
