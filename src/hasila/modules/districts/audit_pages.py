"""What has gone nowhere, by age; and an audit sample with its pair of figures."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hasila.assurance.steps import openings
from hasila.institution.mandates import units_under
from hasila.institution.roles import Role
from hasila.institution.units import Unit
from hasila.kernel.access import Actor
from hasila.modules.districts import queries
from hasila.modules.districts.choices import Urgency
from hasila.modules.districts.page_parts import actor_of, age_words, chosen_unit
from hasila.modules.districts.samples import AUDITORS, AuditSample, Samples, Verdict, Verdicts, worked_on
from hasila.surfaces.web.boxes import boxed, isolated
from hasila.surfaces.web.display import record_url, tone
from hasila.surfaces.web.frame import today
from hasila.surfaces.web.tables import table
from hasila.surfaces.web.views.records import find

ROLES = (Role.UNIT_CHIEF, Role.JUDICIAL_OFFICER, Role.INSPECTOR, Role.CHIEF_INSPECTOR)
SHOWN = 200
"""Entries that the page lists, the oldest first; beyond it the ages say how many there are."""


@require_safe
def nowhere(request: HttpRequest) -> HttpResponse:
    """The entries of a unit, and of those under it, of which nothing has become yet."""
    unit, units = chosen_unit(request, ROLES)
    actor, now = actor_of(request), timezone.now()
    ages = queries.ages(actor, now, unit)
    waiting = queries.gone_nowhere(actor, now, unit, most=SHOWN)
    context = {
        "unit": unit,
        "units": units,
        "ages": [(age_words(*bounds), count) for bounds, count in ages.items()],
        "total": sum(ages.values()),
        "shown": len(waiting),
        "table": table(_("What has gone nowhere"), _heads(), [_line(one) for one in waiting]),
    }
    return render(request, "districts/nowhere.html", context)


def _heads() -> list[str]:
    return [_("Reference"), _("Register"), _("Age in days"), _("Urgency"), _("State"), _("Unit"), _("Term")]


def _line(one: queries.Waiting) -> tuple[str, list[Any]]:
    record = one.record
    term: Any = (_("Over"), "late") if one.overdue else _("Within its term")
    cells = [
        boxed(record.reference),
        one.procedure.label,
        boxed(one.age),
        (record.get_urgency_display(), "bad") if record.urgency == Urgency.DANGER else record.get_urgency_display(),
        (record.state_label, tone(record)),
        isolated(record.unit),
        term,
    ]
    return record_url(record), cells


def audits_others(actor: Actor) -> bool:
    """Whether somebody audits for more than one unit: whoever heads one alone sees no other's complaints, and of their
    own they neither draw a sample nor judge any.
    """
    return len(units_under(actor.paths(AUDITORS, today()))) > 1


@require_safe
def sample(request: HttpRequest, named: str) -> HttpResponse:
    """The complaints of a sample, as chance drew them, with what became of each and what an auditor finds."""
    found = find(request, Samples, named)
    assert isinstance(found, AuditSample)
    lines = queries.sample_lines(found, actor_of(request))
    judges = found.state == Samples.drawn.name and Verdicts.give in openings(Verdicts, actor_of(request))
    judge = reverse("web:open", args=[*Verdicts.key.split("."), Verdicts.give.name]) if judges else ""
    own = units_under(actor_of(request).paths(AUDITORS, today())) if judges else []
    context = {
        "sample": found,
        "figures": queries.sample_figures(found),
        "seed": queries.seed_of(found).hex(),
        "table": table(
            _("Complaints of the sample"),
            _sample_heads(),
            [_sample_line(found, one, judge if _may_judge(one, request, own) else "") for one in lines],
        ),
    }
    return render(request, "districts/sample.html", context)


@require_safe
def verdict_sample(request: HttpRequest, named: str) -> HttpResponse:
    """From a verdict back to the list that it is of, where the next complaint waits."""
    found = find(request, Verdicts, named)
    assert isinstance(found, Verdict)
    return redirect("districts:sample", found.sample.reference)


def _sample_heads() -> list[str]:
    return [_("Reference"), _("State"), _("Became a case"), _("Finding"), _("Verdict")]


def _may_judge(line: queries.SampleLine, request: HttpRequest, own: list[Unit]) -> bool:
    """Whether a reader who audits for these units may judge the complaint: neither their work nor that of all of them.

    The door says the same (`samples.judges_the_work_of_others`); here nobody is offered a form that it would refuse.
    """
    complaint = line.complaint
    if complaint is None or str(actor_of(request).id) in worked_on(complaint):
        return False
    return any(unit.pk != complaint.unit_id for unit in own)


def _sample_line(found: AuditSample, line: queries.SampleLine, judge: str) -> tuple[str, list[Any]]:
    """A complaint with its verdict, or with the form of one on this complaint, at `judge`, where the reader may."""
    complaint, verdict = line.complaint, line.verdict
    if complaint is None:
        return record_url(found), [_("Not open to you"), "–", "–", "–", "–"]
    return record_url(complaint), [
        boxed(complaint.reference),
        (complaint.state_label, tone(complaint)),
        _("Yes") if line.became_case else _("No"),
        verdict.get_should_display() if verdict is not None else _("Not judged yet"),
        _verdict(verdict) if verdict is not None else _judging(found, complaint, judge) if judge else "–",
    ]


def _verdict(verdict: Verdict) -> Any:
    return format_html('<a href="{}">{}</a>', record_url(verdict), boxed(verdict.reference))


def _judging(found: AuditSample, complaint: Any, judge: str) -> Any:
    given = urlencode({"sample": found.reference, "complaint": complaint.reference})
    return format_html('<a href="{}?{}">{}</a>', judge, given, _("Judge a complaint"))
