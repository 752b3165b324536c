"""Few bytes for a few kinds of values, and those bytes as letters for a QR code (base 45, RFC 9285)."""

from __future__ import annotations

import uuid
from typing import Any

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
NULL, FALSE, TRUE, NUMBER, IDENTIFIER, TEXT = range(6)
_VALUES = {char: value for value, char in enumerate(ALPHABET)}


class Writer:
    """Collects bytes. A number is written in groups of seven bits, the lowest first, the last one below 128."""

    def __init__(self) -> None:
        self._parts = bytearray()

    def done(self) -> bytes:
        """What was written."""
        return bytes(self._parts)

    def raw(self, data: bytes) -> None:
        """Bytes whose length the reader knows."""
        self._parts += data

    def number(self, value: int) -> None:
        """A whole number; raises ValueError where it is negative or above 2^63."""
        if value < 0 or value >> 63:
            raise ValueError("only numbers from 0 to 2^63 - 1 are written")
        while value > 127:
            self._parts.append(value & 127 | 128)
            value >>= 7
        self._parts.append(value)

    def data(self, data: bytes) -> None:
        """Bytes after their length."""
        self.number(len(data))
        self.raw(data)

    def value(self, value: Any) -> None:
        """Null, a truth value, a number, an identifier (UUID) or a text; raises ValueError on anything else."""
        if value is None or isinstance(value, bool):
            self.number(NULL if value is None else TRUE if value else FALSE)
        elif isinstance(value, int):
            self.number(NUMBER)
            self.number(value)
        elif isinstance(value, str) and _is_identifier(value):
            self.number(IDENTIFIER)
            self.raw(uuid.UUID(value).bytes)
        elif isinstance(value, str):
            self.number(TEXT)
            self.data(value.encode())
        else:
            raise ValueError("values of this kind aren't written")


def _is_identifier(value: str) -> bool:
    try:
        return len(value) == 36 and str(uuid.UUID(value)) == value
    except ValueError:
        return False


class Reader:
    """Reads what a Writer wrote; each method raises ValueError where the bytes end early or make no sense."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def raw(self, length: int) -> bytes:
        """So many bytes."""
        part = self._data[self._at : self._at + length]
        if len(part) != length:
            raise ValueError("it ends too early")
        self._at += length
        return part

    def number(self) -> int:
        """A number, written in the shortest way."""
        value = shift = 0
        while True:
            (byte,) = self.raw(1)
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        if value >> 63 or shift > 63 or (byte == 0 and shift > 7):
            raise ValueError("a malformed number")
        return value

    def count(self, most: int) -> int:
        """A number that counts what follows."""
        value = self.number()
        if value > most:
            raise ValueError("too many parts")
        return value

    def data(self) -> bytes:
        """Bytes after their length."""
        return self.raw(self.number())

    def value(self) -> Any:
        """A value as `Writer.value` took it."""
        kind = self.number()
        if kind in (NULL, FALSE, TRUE):
            return {NULL: None, FALSE: False, TRUE: True}[kind]
        if kind == NUMBER:
            return self.number()
        if kind == IDENTIFIER:
            return str(uuid.UUID(bytes=self.raw(16)))
        if kind == TEXT:
            return self.data().decode()
        raise ValueError("a value of an unknown kind")

    def end(self) -> None:
        """Holds that nothing is left."""
        if self._at != len(self._data):
            raise ValueError("something is left over")


def base45(data: bytes) -> str:
    """Two bytes as three letters of an alphabet that QR codes hold densely; a last single byte as two."""
    out = []
    for at in range(0, len(data) - 1, 2):
        value = data[at] << 8 | data[at + 1]
        out += [ALPHABET[value % 45], ALPHABET[value // 45 % 45], ALPHABET[value // 2025]]
    if len(data) % 2:
        out += [ALPHABET[data[-1] % 45], ALPHABET[data[-1] // 45]]
    return "".join(out)


def unbase45(text: str) -> bytes:
    """Reads base 45; raises ValueError where it is none."""
    try:
        values = [_VALUES[char] for char in text]
    except KeyError as error:
        raise ValueError("a letter that base 45 doesn't have") from error
    out = bytearray()
    for at in range(0, len(values), 3):
        group = values[at : at + 3]
        value = sum(digit * 45**place for place, digit in enumerate(group))
        length = len(group) - 1
        if not length or value >> 8 * length:
            raise ValueError("malformed base 45")
        out += value.to_bytes(length, "big")
    return bytes(out)
