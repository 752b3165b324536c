"""Public pairs of names, read from a folder that one names; nothing of them is kept here."""


def report(folder: str, seed: int) -> None:
    """Prints what the pairs give."""
