"""The notice of rights that whoever is held reads, in Arabic and French, and signs: which rights the law of the day
lists, when and how each was told, by whom.

What was not noted yet is left blank, to be filled in by hand; whether the person signed is noted with the others, and
the next print says so.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hasila.institution import law
from hasila.institution.career import Officer
from hasila.modules.casefiles import clocks
from hasila.modules.casefiles.holding import Holding
from hasila.modules.casefiles.holding_choices import ANSWERS, Note, Reason
from hasila.plain.moments import LEGAL_ZONE
from hasila.surfaces.print.bilingual import Both, Phrase
from hasila.surfaces.print.sheet import Content, Signature, Table

TITLES = {
    clocks.CUSTODY.key: _("Notice of rights of a person in custody"),
    clocks.MINORS.key: _("Notice of rights of a minor who is retained"),
    clocks.IDENTITY.key: _("Notice of rights in an identity check"),
}
RIGHTS: dict[str, Any] = {
    "reasons_told": _("You are told what you are held for, and for which of the reasons named above."),
    "silence_told": _("You have the right to keep silent."),
    "lawyer_told": _("You have the right to ask for a lawyer, who is contacted without delay."),
    "lawyer_at_hearing_told": _("Your lawyer may be present when you are heard."),
    "family_told": _("A member of your family is told that you are held."),
    "doctor_told": _("You may ask for a medical examination; it takes place where your condition calls for it."),
    "prosecutor_told": _("The public prosecution is told that you are held."),
    "guardian_told": _("Your guardian, or whoever looks after you, is told that you are held."),
    "social_worker_told": _("A social worker is told."),
    "family_or_lawyer_told": _("Your family or your lawyer is told."),
}
"""Each duty of the law data (`*.duties`) as the person reads it."""
UNDERSTOOD = _("I was told these rights, and understood them.")
INTERPRETED = _("I was told these rights in this language, which I understand: %(language)s.")
BLANK = "................"


def notice(holding: Any) -> Content:
    """The notice as it stands: what was noted until now."""
    day, measure = holding.law_day, holding.measure
    duties = law.in_force(measure.name("duties"), day)
    signed = _last(holding, Note.NOTICE_SIGNED, Note.NOTICE_REFUSED)
    officers = {str(one.pk): one for one in Officer.objects.filter(pk__in={UUID(line["by"]) for line in holding.log})}
    said = Phrase(INTERPRETED, {"language": holding.language}) if holding.language else UNDERSTOOD
    return Content(
        title=TITLES[measure.key],
        grounds=[Phrase(_("Having regard to %(law)s,"), {"law": lambda: law.cite(measure.name("duties"), day)})],
        rows=_about(holding),
        tables=[
            Table(
                _("Rights, when and how they were told"),
                [(_("Right"), 4.4), (_("Told on"), 1.1), (_("How, and what was answered"), 2.3), (_("Told by"), 1.1)],
                [row for duty in duties.value for row in _told(holding, duty, officers)],
            )
        ],
        articles=[said],
        numbered=False,
        signatures=_signing(holding, signed),
        notes=[] if duties.confirmed else [_("The details of the law are to be confirmed by counsel.")],
    )


def _about(holding: Any) -> list[tuple[Any, Any]]:
    """Who is held, what for, since when and until when."""
    rows: list[tuple[Any, Any]] = [
        (_("The person"), Both(holding.arabic_name or holding.name, holding.latin_name or holding.name)),
        (_("Date of birth"), holding.born_on),
        (_("Guardian"), getattr(holding, "guardian", "")),
        (_("Offence"), getattr(holding, "offence_labels", [])),
        (_("Reasons of custody"), [Reason(code).label for code in getattr(holding, "reasons", [])]),
        (_("Stated reason"), holding.grounds),
        (_("Held since"), holding.arrested_at),
        (_("Placed on"), holding.began_at),
        (_("Limit"), holding.limit_at),
        (_("Language, where an interpreter is needed"), holding.language),
    ]
    return [(label, value) for label, value in rows if value not in (None, "", [])]


def _told(holding: Holding, duty: str, officers: dict[str, Any]) -> list[list[Any]]:
    """The lines of one right: a line for each note that tells it, a blank one while there is none."""
    lines = holding.noted(*ANSWERS.get(duty, (duty,)))
    if not lines:
        return [[RIGHTS[duty], BLANK, BLANK, BLANK]]
    found = []
    for at, line in enumerate(lines):
        words = [word for word in (line.get("whom"), line.get("text")) if word]
        how = [*([] if line["kind"] == duty else [Note(line["kind"]).label]), *words]
        when = f"{datetime.fromisoformat(line['at']).astimezone(LEGAL_ZONE):%d/%m/%Y %H:%M}"
        found.append(
            [RIGHTS[duty] if at == 0 else " ", when, how or _("To the person, in words"), officers.get(line["by"])]
        )
    return found


def _last(holding: Holding, *kinds: str) -> dict[str, Any] | None:
    lines = holding.noted(*kinds)
    return lines[-1] if lines else None


def _signing(holding: Holding, signed: dict[str, Any] | None) -> list[Signature]:
    """Who signs; in the place of the person's signature stands what was noted of it."""
    note = None
    if signed is not None:
        when = {"moment": datetime.fromisoformat(signed["at"])}
        if signed["kind"] == Note.NOTICE_SIGNED:
            note = Phrase(_("Signed on %(moment)s"), when)
        else:
            why = signed.get("text") or signed.get("whom", "")
            note = Phrase(_("Not signed, on %(moment)s: %(reason)s"), {**when, "reason": why})
    found = [
        Signature(_("The person"), note=note),
        Signature(_("The judicial police officer")),
    ]
    interpreter = _last(holding, Note.INTERPRETER)
    if holding.language or interpreter is not None:
        found.append(Signature(_("Interpreter"), interpreter.get("whom") if interpreter else None))
    return found
