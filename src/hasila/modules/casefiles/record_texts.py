"""What the text of a written record begins with: the formula of its kind, filled in from the file.

The models are `data/written_records_*.txt`. What the file doesn't know yet stands there as a blank, and a record with
blanks is not read back (`record_rules.text_is_whole`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from hasila.institution.career import Officer
from hasila.institution.offences import offence
from hasila.kernel.access import SYSTEM
from hasila.modules.casefiles import letters
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.choices import AgeBand, Category, Origin
from hasila.modules.casefiles.courts import courts
from hasila.modules.casefiles.exhibits import Exhibit
from hasila.modules.casefiles.kinds import Measure, RecordKind
from hasila.modules.casefiles.parties import Party
from hasila.modules.casefiles.record_rules import BLANK
from hasila.modules.casefiles.spoken import moment_in_words
from hasila.modules.casefiles.written_record import WrittenRecord
from hasila.plain.texts import fold
from hasila.surfaces.counting import quantity
from hasila.surfaces.formats import format_date, format_datetime
from hasila.surfaces.web.suggesting import Known

BY_SEX = re.compile("‹([^|›]*)\\|?([^›]*)›")
FRENCH = {fold(name) for name in ("français", "French", "الفرنسية", "فرنسية", "fr")}
LABELS = {
    "ar": {
        "name": "الاسم الكامل", "alias": "الملقب", "born": "تاريخ ومكان الازدياد", "parents": "اسم الأب واسم الأم",
        "card": "رقم البطاقة الوطنية للتعريف", "occupation": "المهنة", "address": "العنوان",
        "shielded": "محفوظ لدى المصلحة", "with": "بمساعدة: ", "present": "وبحضور: ", "seal": "ختم رقم ",
        "number": "رقم ",
        "letter": "وتنفيذا للإنابة القضائية {number} الصادرة عن {magistrate}، قاضي التحقيق لدى {court}؛\n",
        "instruction": "وبناء على تعليمات النيابة العامة {number}؛\n",
    },
    "fr": {
        "name": "Nom et prénom", "alias": "Dit", "born": "Date et lieu de naissance", "parents": "Père et mère",
        "card": "N° de la carte nationale d'identité", "occupation": "Profession", "address": "Adresse",
        "shielded": "conservée au service", "with": "Assisté de : ", "present": "En présence de : ",
        "seal": "scellé n° ", "number": "n° ",
        "letter":
            "En exécution de la commission rogatoire {number} de {magistrate}, juge d'instruction près {court} ;\n",
        "instruction": "Vu les instructions du ministère public {number} ;\n",
    },
}  # fmt: skip


@dataclass
class Material:
    """What of a file goes into the text of a record."""

    case: CaseFile
    officer: Officer | None = None
    at: datetime | None = None
    place: str = ""
    assisted_by: str = ""
    attended_by: str = ""
    party: Party | None = None
    facing: Party | None = None
    parties: list[Party] = field(default_factory=list)
    exhibits: list[Exhibit] = field(default_factory=list)
    records: list[WrittenRecord] = field(default_factory=list)


@cache
def models(lang: str) -> dict[str, str]:
    """The models in a language, by kind; `opening` stands before each."""
    text = resources.files(__package__).joinpath("data", f"written_records_{lang}.txt").read_text(encoding="utf-8")
    parts = re.split(r"^\[(\w+)\]\n", text, flags=re.MULTILINE)
    return {name: body.strip("\n") for name, body in zip(parts[1::2], parts[2::2], strict=True)}


def model_text(kind: str, lang: str, material: Material) -> str:
    """The text with which a record of a kind begins, in ``ar`` or ``fr``."""
    both = models(lang)
    female = material.party is not None and material.party.sex == "F"
    model = next((both[name] for name in _variants(kind, material) if name in both), both[kind])
    text = BY_SEX.sub(lambda m: m[2] if female else m[1], f"{both['opening']}\n\n{model}")
    with override(lang):
        known = _known(lang, material)
    # What people typed is set in once, and never read as a model itself.
    return re.sub(r"\{(\w+)\}", lambda m: known[m[1]], text)


def _variants(kind: str, material: Material) -> Iterator[str]:
    """The models of a kind that are nearer to the matter than its usual one, the nearest first."""
    if letters.is_letter(
        material.case
    ):  # who is heard on a judge's letter is heard on oath; the police alone takes none
        yield f"{kind}_sworn"
    band = material.party.band if material.party is not None else ""
    if band == AgeBand.NOT_RESPONSIBLE:
        yield f"{kind}_child"
    if band in (AgeBand.NOT_RESPONSIBLE, AgeBand.PARTLY):
        yield f"{kind}_minor"


def _known(lang: str, material: Material) -> dict[str, str]:
    case, words = material.case, LABELS[lang]
    officer = material.officer  # who may be of another unit than the one with which the file lies
    serves = officer.unit if officer is not None and officer.unit is not None else case.unit
    unit = serves.arabic if lang == "ar" else serves.french
    suspects = [party for party in material.parties if party.category == Category.SUSPECT]
    victims = [party for party in material.parties if party.category == Category.VICTIM]
    at = material.at or timezone.now()
    return {
        "when": moment_in_words(at, lang),
        "officer": name_in(material.officer, lang),
        "unit": unit,
        "assisted": f"{words['with']}{material.assisted_by}\n" if material.assisted_by else "",
        "present": f"{words['present']}{material.attended_by}\n" if material.attended_by else "",
        "asked": _asked(case, lang),
        "case": case.reference,
        "offence": offence(case.offence).label,
        "facts": case.facts,
        "happened": format_datetime(case.happened_at, lang) if case.happened_at else BLANK,
        "place": material.place or BLANK,
        "scene": case.place or BLANK,
        "identity": identity(material.party, lang) if material.party else BLANK,
        "attended": material.attended_by or BLANK,  # nobody is said to have been there before somebody says who
        "guardian": (material.party.guardian if material.party else "") or BLANK,
        "name": name_in(material.party, lang),
        "facing": name_in(material.facing, lang),
        "suspects": _listed(name_in(party, lang) for party in suspects),
        "victims": _listed(name_in(party, lang) for party in victims),
        "exhibits": _listed(_exhibit(item, lang) for item in material.exhibits),
        "records": _listed(_record(record, lang) for record in material.records),
    }


def _asked(case: CaseFile, lang: str) -> str:
    """The line that names the document by which a magistrate asked for the inquiry; empty where none did."""
    word = {Origin.LETTER_ROGATORY: "letter", Origin.PROSECUTOR: "instruction"}.get(Origin(case.origin))
    if word is None:
        return ""
    court = courts().get(case.court)
    return LABELS[lang][word].format(
        number=LABELS[lang]["number"] + case.origin_reference,
        magistrate=case.magistrate,
        court=(court.arabic if lang == "ar" else court.french) if court else BLANK,
    )


def name_in(person: Any, lang: str) -> str:
    """A person's name in the letters of a language, or in the other ones; a blank for nobody."""
    if person is None:
        return BLANK
    names = (person.arabic_name, person.latin_name)
    return next((name for name in (names if lang == "ar" else names[::-1]) if name), "") or person.name


def identity(party: Party, lang: str) -> str:
    """Who somebody is, line by line; a shielded address is not told."""
    words = LABELS[lang]
    born = ("، " if lang == "ar" else ", ").join(
        part for part in (format_date(party.born_on, lang) if party.born_on else "", party.born_at) if part
    )
    parents = " - ".join(part for part in (party.father, party.mother) if part)
    address = words["shielded"] if party.shielded_address else party.address
    lines = [
        (words["name"], name_in(party, lang)),
        (words["alias"], party.alias),
        (words["born"], born or BLANK),
        (words["parents"], parents or BLANK),
        (words["card"], party.card_number),
        (words["occupation"], party.occupation),
        (words["address"], address or BLANK),
    ]
    colon = ": " if lang == "ar" else " : "
    return "\n".join(f"{label}{colon}{value}" for label, value in lines if value)


def _exhibit(item: Exhibit, lang: str) -> str:
    words = LABELS[lang]
    parts = [f"{item.item}. {item.description}"]
    if item.quantity is not None:
        parts.append(quantity(item.quantity, Measure(item.measure).label, lang))
    if item.seal:
        parts.append(f"{words['seal']}{item.seal}")
    return ("، " if lang == "ar" else ", ").join(parts)


def _record(record: WrittenRecord, lang: str) -> str:
    number = f" {LABELS[lang]['number']}{record.number}" if record.number else ""
    return f"{record.get_kind_display()}{number} ({format_date(record.began_at, lang)})"


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines) or BLANK


def suggested(told: Known) -> dict[str, Any]:
    """What the form of a new written record stands filled in with, once its file and its kind are known."""
    case, kind = told.given.get("case"), told.given.get("kind")
    if case is None or kind not in RecordKind.values:
        return {}
    party = told.given.get("party")
    language = told.given.get("language") or (party.language if party is not None else "")
    now = timezone.now()
    material = Material(
        case,
        officer=Officer.objects.filter(pk=told.actor.id or SYSTEM).first(),
        at=now,
        party=party,
        facing=told.given.get("facing"),
    )
    _gather(material, kind)
    found: dict[str, Any] = {"text": model_text(kind, "ar", material), "began_at": now}
    if language:
        found["language"] = language
    if fold(language) in FRENCH:
        found["translation"] = model_text(kind, "fr", material)
    return found


def _gather(material: Material, kind: str) -> None:
    """The lists that a kind of record needs: what was seized, and for the closing record everything."""
    case = material.case
    if kind in (RecordKind.SEIZURE, RecordKind.SYNTHESIS):
        material.exhibits = list(Exhibit.objects.filter(case=case).order_by("item").defer("search", "trail"))
    if kind == RecordKind.SYNTHESIS:
        material.parties = list(Party.objects.filter(case=case, state="entered").defer("search", "trail"))
        signed = WrittenRecord.objects.filter(case=case, state="signed").order_by("number")
        material.records = list(signed.defer("text", "translation", "search", "trail"))
