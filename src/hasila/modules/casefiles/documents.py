"""What is printed about persons held, beside the registers: the notice of rights, the authorisation of more time."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hasila.institution.law import cite
from hasila.kernel.access import authority
from hasila.modules.casefiles import rights_notice
from hasila.modules.casefiles.custody_clock import KINDS
from hasila.modules.casefiles.holding import Holding
from hasila.modules.casefiles.holding_choices import Answer
from hasila.plain.moments import legal_day, micros
from hasila.surfaces.print.bilingual import Both, Phrase
from hasila.surfaces.print.documents import register_document
from hasila.surfaces.print.sheet import Content, Signature

GRANTED = _("%(person)s is held until %(limit)s at the latest.")
LATEST = _("At that moment the person is free, or presented to the public prosecution.")


def given_here(holding: Holding) -> dict[str, Any] | None:
    """The last request that was granted here, not on paper."""
    granted = [one for one in holding.requests if one["answer"] == Answer.GRANTED and "paper" not in one]
    return granted[-1] if granted else None


def authorisation(holding: Any) -> Content:
    """The authorisation of the public prosecution, as it was given here."""
    given = given_here(holding)
    assert given is not None
    officers = authority().names({UUID(given["by"])})
    name = Both(holding.arabic_name or holding.name, holding.latin_name or holding.name)
    until, at = datetime.fromisoformat(given["to"]), datetime.fromisoformat(given["answered_at"])
    rows: list[tuple[Any, Any]] = [
        (_("The person"), name),
        (_("Arrested on"), holding.arrested_at),
        (_("Limit until now"), datetime.fromisoformat(given["from"])),
        (_("Asked by"), officers.get(UUID(given["by"]), "")),
        (_("Why more time is needed"), given.get("why", "")),
        (_("Hours granted"), given["hours"]),
        (_("New limit"), until),
    ]
    day = legal_day(micros(at))
    measure = holding.measure
    return Content(
        title=_("Authorisation of more time"),
        subtitle=Phrase(_("Number %(number)s"), {"number": given.get("number", "")}),
        grounds=[lambda: cite(measure.name("extensions", holding.regime), day)],
        rows=rows,
        articles=[Phrase(GRANTED, {"person": name, "limit": until}), LATEST],
        signature=Signature(
            _("Magistrate of the public prosecution"),
            authority().names({UUID(given["answered_by"])}).get(UUID(given["answered_by"])),
        ),
        on=day,
    )


for procedure in KINDS:
    register_document(
        procedure.key,
        "authorisation",
        _("Authorisation of more time"),
        data=authorisation,
        act="authorise",
        when=lambda holding: given_here(holding) is not None,
    )
    register_document(procedure.key, "rights", _("Notice of rights, to be signed"), data=rights_notice.notice)
