"""Catalogues of locale/: compiled, gathered and checked without gettext's tools.

`python -m hasila.project.translations` compiles what is stale; `--check` fails where a text of the sources has no
Arabic or no French; `--missing` lists those texts as CSV; `--merge` writes locale/parts/*.csv into the catalogues.
A part has the columns msgid, ar, fr and may have context. locale/plurals.csv has the texts with plural forms: context,
msgid, plural, then the forms of each language in the order of its catalogue.
"""

import argparse
import csv
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

from hasila.project.places import ROOT

LOCALE = ROOT / "locale"
SOURCES = ROOT / "src" / "hasila"
LANGUAGES = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
    "fr": "nplurals=2; plural=(n > 1);",
}
NAMES = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_noop": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|(?<!%)%[sd]|\{(\w*)\}")


@dataclass(frozen=True, order=True)
class Text:
    """A text of the sources; context and plural are empty where it has none."""

    msgid: str
    context: str = ""
    plural: str = ""


def compile_stale() -> list[Path]:
    """Compile each catalogue that is newer than its compiled form; fuzzy entries stay out. Returns those made."""
    made = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        draft = target.with_suffix(f".mo.{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        made.append(target)
    return made


def gather() -> dict[Text, str]:
    """Every text of the sources, with the first file that uses it. Tests are left out."""
    found: dict[Text, str] = {}
    for path in sorted(SOURCES.rglob("*")):
        if "tests" in path.parts or path.suffix not in (".py", ".html", ".txt"):
            continue
        for text in _in_python(path) if path.suffix == ".py" else _in_template(path):
            found.setdefault(text, str(path.relative_to(ROOT)))
    return found


def _in_python(path: Path) -> Iterator[Text]:
    from babel.messages.extract import extract

    with open(path, "rb") as file:
        for _line, message, _comments, context in extract("python", file, keywords=NAMES):
            yield _text(message, context)


def _text(message: str | tuple[str, ...], context: str | None) -> Text:
    if isinstance(message, str):
        return Text(message, context or "")
    return Text(message[0], context or "", message[1] if len(message) > 1 else "")


def _in_template(path: Path) -> Iterator[Text]:
    from io import BytesIO

    from babel.messages.extract import extract
    from django.utils.translation.template import templatize

    source = path.read_text(encoding="utf-8")
    if "trans" not in source and "_(" not in source:
        return
    calls = re.findall(
        r"\b(?:_|gettext|ngettext|pgettext|npgettext)\((?:u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\"|[\s,]|\w)*\)",
        templatize(source),
        flags=re.DOTALL,
    )
    for call in calls:
        line = BytesIO(call.encode())
        for _line, message, _comments, context in extract("python", line, keywords=NAMES):
            yield _text(message, context)


def catalogue(language: str) -> polib.POFile:
    """The catalogue of a language; an empty one where there is none yet."""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110)
    fresh = polib.POFile(wrapwidth=110)
    fresh.metadata = {
        "Project-Id-Version": "hasila",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[language],
    }
    return fresh


def faults(language: str, texts: dict[Text, str]) -> list[tuple[Text, str]]:
    """Texts that have no fit translation in that language, each with what is wrong."""
    entries = {(entry.msgid, entry.msgctxt or ""): entry for entry in catalogue(language) if not entry.obsolete}
    found = []
    for text in sorted(texts):
        fault = _fault(text, entries.get((text.msgid, text.context)))
        if fault:
            found.append((text, fault))
    return found


def _fault(text: Text, entry: polib.POEntry | None) -> str:
    if entry is None or not entry.translated():
        return "fuzzy" if entry is not None and entry.fuzzy else "missing"
    if text.plural:
        return "" if entry.msgid_plural and all(entry.msgstr_plural.values()) else "a plural form is missing"
    wanted, given = (sorted(PLACEHOLDER.findall(part)) for part in (text.msgid, entry.msgstr))
    return "" if wanted == given else "other placeholders"


def merge() -> list[str]:
    """Write the parts into the catalogues; a later file's word stands. Entries that no source uses go.

    Returns contradictions between parts.
    """
    rows: dict[tuple[str, str], dict[str, str]] = {}
    contradictions = []
    for path in sorted((LOCALE / "parts").glob("*.csv")):
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                key = (row["msgid"], row.get("context") or "")
                before = rows.get(key)
                if before and any(before[code] != row[code] for code in LANGUAGES):
                    contradictions.append(f"{path.name}: {row['msgid']!r} is translated otherwise before")
                rows[key] = row
    used = {(text.msgid, text.context) for text in gather()}
    for language in LANGUAGES:
        book = catalogue(language)
        for entry in [entry for entry in book if (entry.msgid, entry.msgctxt or "") not in used]:
            book.remove(entry)
        known = {(entry.msgid, entry.msgctxt or ""): entry for entry in book}
        for key, row in rows.items():
            if key not in used or not row[language]:
                continue
            entry = known.get(key)
            if entry is None:
                entry = polib.POEntry(msgid=key[0], msgctxt=key[1] or None)
                book.append(entry)
            if not entry.msgid_plural:
                entry.msgstr = row[language]
        _merge_plurals(book, language, used)
        book.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
        target = LOCALE / language / "LC_MESSAGES" / "django.po"
        target.parent.mkdir(parents=True, exist_ok=True)
        book.save(str(target))
    return contradictions


def _merge_plurals(book: polib.POFile, language: str, used: set[tuple[str, str]]) -> None:
    if not (LOCALE / "plurals.csv").exists():
        return
    known = {(entry.msgid, entry.msgctxt or ""): entry for entry in book}
    with open(LOCALE / "plurals.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["msgid"], row["context"])
            if key not in used:
                continue
            entry = known.get(key)
            if entry is None:
                entry = polib.POEntry(msgid=row["msgid"], msgctxt=row["context"] or None)
                book.append(entry)
            entry.msgid_plural = row["plural"]
            forms = [word for name, word in row.items() if name.startswith(f"{language}_")]
            entry.msgstr, entry.msgstr_plural = "", dict(enumerate(forms))


def _list_missing(texts: dict[Text, str]) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow(["msgid", "ar", "fr", "context", "where", "wrong"])
    for language in LANGUAGES:
        for text, fault in faults(language, texts):
            writer.writerow([text.msgid, "", "", text.context, texts[text], f"{language}: {fault}"])


def main(arguments: list[str]) -> int:
    """Do what the options say; 1 where a translation is missing under --check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("check", "missing", "merge"):
        parser.add_argument(f"--{name}", action="store_true")
    options = parser.parse_args(arguments)
    if options.merge:
        for line in merge():
            print(line, file=sys.stderr)
    if options.missing:
        _list_missing(gather())
    code = 0
    if options.check:
        texts = gather()
        for language in LANGUAGES:
            for text, fault in faults(language, texts):
                code = 1
                print(f"{language}: {fault}: {text.msgid!r} ({texts[text]})", file=sys.stderr)
        print(f"{len(texts)} texts in {', '.join(LANGUAGES)}: {'something is missing' if code else 'complete'}")
    compile_stale()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
