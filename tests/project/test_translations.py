"""Catalogues gathered from sources and parts."""

from pathlib import Path

import polib
import pytest

from hasila.project import translations
from hasila.project.translations import Text

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext
_("Plain")
_("Long "
  "line of %(name)s")
ngettext("%(n)s file", "%(n)s files", 2)
"""
TEMPLATE = """{% load i18n %}{% translate "Short" %}
  {% blocktranslate with a=b %}Value {{ a }}{% endblocktranslate %}
  {% blocktranslate count n=n %}{{ n }} act{% plural %}{{ n }} acts{% endblocktranslate %}{{ _("Inline") }}
"""


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small tree of sources with its catalogues."""
    (tmp_path / "src" / "templates").mkdir(parents=True)
    (tmp_path / "locale" / "parts").mkdir(parents=True)
    (tmp_path / "src" / "one.py").write_text(PYTHON)
    (tmp_path / "src" / "templates" / "two.html").write_text(TEMPLATE)
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "SOURCES", tmp_path / "src")
    monkeypatch.setattr(translations, "LOCALE", tmp_path / "locale")
    return tmp_path


def test_texts_of_code_and_templates_are_gathered(sources: Path) -> None:
    assert set(translations.gather()) == {
        Text("Plain"),
        Text("Long line of %(name)s"),
        Text("%(n)s file", plural="%(n)s files"),
        Text("Short"),
        Text("Value %(a)s"),
        Text("%(n)s act", plural="%(n)s acts"),
        Text("Inline"),
    }


def test_parts_are_merged_and_what_is_unused_goes(sources: Path) -> None:
    part = sources / "locale" / "parts" / "one.csv"
    part.write_text("msgid,ar,fr\nPlain,بسيط,Simple\nLong line of %(name)s,سطر %(name)s,Ligne\nUnused,x,y\n", "utf-8")
    forms = "ar_zero,ar_one,ar_two,ar_few,ar_many,ar_other,fr_one,fr_other"
    words = "لا ملف,ملف,ملفان,%(n)s ملفات,%(n)s ملفا,%(n)s ملف,%(n)s dossier,%(n)s dossiers"
    plurals = f"context,msgid,plural,{forms}\n,%(n)s file,%(n)s files,{words}\n"
    (sources / "locale" / "plurals.csv").write_text(plurals, "utf-8")
    assert translations.merge() == []
    counted = {code: translations.catalogue(code).find("%(n)s file").msgstr_plural for code in ("ar", "fr")}
    assert counted == {"ar": dict(enumerate(words.split(",")[:6])), "fr": dict(enumerate(words.split(",")[6:]))}
    book = {entry.msgid: entry for entry in translations.catalogue("ar")}
    assert book["Plain"].msgstr == "بسيط"
    assert "Unused" not in book
    (sources / "src" / "one.py").write_text('_("Plain")')
    translations.merge()
    assert "Long line of %(name)s" not in {entry.msgid for entry in translations.catalogue("ar")}


def test_faults_are_named(sources: Path) -> None:
    part = sources / "locale" / "parts" / "one.csv"
    part.write_text("msgid,ar,fr\nPlain,بسيط,Simple\nLong line of %(name)s,سطر %(name)s,Ligne\n", "utf-8")
    translations.merge()
    french = {text.msgid: fault for text, fault in translations.faults("fr", translations.gather())}
    assert "Plain" not in french
    assert french["Long line of %(name)s"] == "other placeholders"
    assert french["Short"] == "missing"


def test_a_fuzzy_entry_is_a_fault_and_is_not_compiled(sources: Path) -> None:
    folder = sources / "locale" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text('msgid ""\nmsgstr ""\n\n#, fuzzy\nmsgid "Plain"\nmsgstr "Simple"\n')
    assert translations.compile_stale() == [folder / "django.mo"]
    assert not [entry for entry in polib.mofile(str(folder / "django.mo")) if entry.msgid == "Plain"]
    assert dict(translations.faults("fr", {Text("Plain"): "one.py"})) == {Text("Plain"): "fuzzy"}
    assert translations.compile_stale() == []


def test_parts_that_contradict_are_told(sources: Path) -> None:
    for name, word in (("a", "Simple"), ("b", "Ordinaire")):
        (sources / "locale" / "parts" / f"{name}.csv").write_text(f"msgid,ar,fr\nPlain,بسيط,{word}\n", "utf-8")
    assert translations.merge() == ["b.csv: 'Plain' is translated otherwise before"]
