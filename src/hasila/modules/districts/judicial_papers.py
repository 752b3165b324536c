"""Service of judicial papers (تبليغ): what a court or a prosecutor sends to be handed to somebody, and its return.

Law: code of criminal procedure (`criminal_procedure`). The day before which it must be served is the court's.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.roles import Role
from hasila.institution.sounding import set_sounds
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Count, Share, Sum
from hasila.kernel.procedures import SAME, Act, Procedure, State, Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.districts.ahead import too_far
from hasila.modules.districts.party import FOUND_BY, PARTY, PARTY_GUARDS, Party
from hasila.modules.districts.purposes import SERVICE
from hasila.modules.districts.summonses import NotServed, Served

RETENTION = "districts.judicial_paper.retention"
LATE = "late"
"""Why a paper was not served that came when its moment was past."""
ELSEWHERE = "elsewhere"
"""Why a paper goes back at once: nobody of this unit serves it."""
WHY = [*NotServed.choices, (ELSEWHERE, _("Outside the unit's territory")), (LATE, _("It came too late"))]
IN_TIME = {"lateness": None}


class Paper(models.TextChoices):
    """What is to be served."""

    HEARING = "hearing", _("Summons to a hearing")
    JUDGMENT = "judgment", _("Judgment")
    ORDER = "order", pgettext_lazy("decision", "Order")
    FINE = "fine", _("Notice to pay a fine")
    OTHER = "other", _("Other paper")


class JudicialPaper(Party, Record):
    """A paper to be served on one person, with all attempts."""

    kind = models.CharField(_("Kind of paper"), max_length=10, choices=Paper)
    court = models.CharField(_("Court or prosecution that sends it"), max_length=120)
    paper_number = models.CharField(_("Number of the paper"), max_length=60)
    serve_by = models.DateTimeField(_("To be served before"))
    came_late = models.TextField(
        _("Why it came too late"),
        blank=True,
        help_text=_(
            "Only where that moment is past already: how and when it reached the unit. It is registered, and goes back "
            "to the court as not served in time."
        ),
    )
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=0, editable=False)
    served_how = models.CharField(_("How it was served"), max_length=10, choices=Served, blank=True)
    served_at = models.DateTimeField(_("Served on"), null=True, blank=True)
    handed_to = models.CharField(
        _("Who took it"),
        max_length=120,
        blank=True,
        help_text=_("Where it was not the addressee: the name, and what they are to the addressee."),
    )
    not_served = models.CharField(_("Why it was not served"), max_length=10, choices=WHY, blank=True)
    note = models.TextField(_("Note"), blank=True)

    @property
    def lateness(self) -> str | None:
        """A class: whether it came too late to be served."""
        return LATE if self.came_late else None

    @property
    def serve_until(self) -> datetime | None:
        """Until when it is to be served; None for one that came too late, and is only to go back."""
        return None if self.came_late else self.serve_by

    class Meta(Record.Meta):
        verbose_name = _("Judicial paper")
        verbose_name_plural = _("Judicial papers")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "court", "paper_number", "card_number", "arabic_name"],
                condition=models.Q(state="received"),
                name="districts_paper_taken_once",
            )
        ]


def late_says_why(paper: JudicialPaper, act: Act) -> Refusal | None:
    """A paper whose moment is past is taken in with the reason, as one that came too late; no other says so."""
    assert act.occurred_at is not None
    if (paper.serve_by <= act.occurred_at) == bool(paper.came_late):
        return too_far(paper.serve_by, act, "serve_by")
    if paper.came_late:
        return Refusal(
            "districts.paper_in_time",
            _("There is still time to serve this paper: it did not come too late."),
            field="came_late",
            remedy=_("Leave the field empty, or check the moment before which it is to be served."),
            status=422,
        )
    return Refusal(
        "districts.paper_too_late",
        _("The moment before which this paper is to be served is past."),
        field="serve_by",
        remedy=_(
            "Check the day and the year. Where the paper came too late, say so under “Why it came too late”: it is "
            "registered, and goes back to the court as not served in time."
        ),
        status=422,
    )


def came_in_time(paper: JudicialPaper, act: Act) -> Refusal | None:
    """What came too late is not handed over any more: it goes back to its court."""
    if not paper.came_late:
        return None
    return Refusal(
        "districts.paper_came_too_late",
        _("This paper came too late to be served."),
        remedy=_(
            "It goes back to the court with the reason: a judicial police officer or the head of the unit returns it."
        ),
        basis="criminal_procedure",
    )


def reason_fits(paper: JudicialPaper, act: Act) -> Refusal | None:
    """That it came too late is why such a paper goes back, and why no other does."""
    if (paper.not_served == LATE) == bool(paper.came_late):
        return None
    return Refusal(
        "districts.paper_reason",
        _("This paper came too late: that is why it was not served.")
        if paper.came_late
        else _("This paper came in time: say why it was not served."),
        field="not_served",
        status=422,
    )


def tried_here(paper: JudicialPaper, act: Act) -> Refusal | None:
    """Nobody went to an address that lies in another territory: there is no attempt to record."""
    if paper.not_served != ELSEWHERE:
        return None
    return Refusal(
        "districts.paper_elsewhere",
        _("A paper for an address outside the unit's territory was not attempted."),
        field="not_served",
        remedy=_(
            "It goes back to the court with this reason: a judicial police officer or the head of the unit returns it."
        ),
        status=422,
    )


def served_by_now(paper: JudicialPaper, act: Act) -> Refusal | None:
    """A paper was served after it came in, to the minute that people type, and before that is recorded."""
    assert act.occurred_at is not None
    assert paper.served_at is not None
    if paper.opened_at.replace(second=0, microsecond=0) <= paper.served_at <= act.occurred_at:
        return None
    return Refusal(
        "districts.paper_served_out_of_time",
        _("The paper was served between its receipt and this act."),
        field="served_at",
        remedy=_("Check the day and the hour."),
        status=422,
    )


def by_hand(paper: JudicialPaper, act: Act) -> Refusal | None:
    """A judicial paper isn't served by telephone."""
    if paper.served_how != Served.PHONE:
        return None
    return Refusal(
        "districts.paper_by_telephone",
        _("A judicial paper is handed over: it is not served by telephone."),
        field="served_how",
        basis="criminal_procedure",
        status=422,
    )


def taker_is_named(paper: JudicialPaper, act: Act) -> Refusal | None:
    """The court learns who took its paper where the addressee did not."""
    if paper.served_how != Served.FAMILY or paper.handed_to:
        return None
    return Refusal(
        "districts.paper_taker_unnamed",
        _("The court is told who took the paper."),
        field="handed_to",
        remedy=_("Write the name of who took it, and what they are to the addressee."),
        basis="criminal_procedure",
        status=422,
    )


def served_after_all(paper: JudicialPaper, act: Act) -> None:
    """Why it was not served before is no word on the paper that was; the ledger keeps the attempts in vain."""
    paper.not_served = ""


def one_attempt_more(paper: JudicialPaper, act: Act) -> None:
    """Counts an attempt."""
    paper.attempts += 1


class JudicialPapers(Procedure):
    record = JudicialPaper
    label = _("Service of judicial papers")
    prefix = "SRV"
    sensitive = True
    purposes = SERVICE
    personal = ("court", "paper_number", *PARTY, "sounds", "came_late", "handed_to", "note")
    retention = Retention(law.cutoff(RETENTION), RETENTION)
    search = (*FOUND_BY, "paper_number", "court")
    register = Register(
        columns=("reference", "court", "paper_number", "kind", "arabic_name", "latin_name", "unit", "state", "due_at"),
        filters=("state", "unit", "kind"),
    )
    constraints = {
        "districts_paper_taken_once": Refusal(
            "districts.paper_taken",
            _("This paper is already in the register."),
            field="paper_number",
            remedy=_("Search the register for its number."),
        )
    }

    received = State(_("To be served"), initial=True)
    served = State(_("Served"), final=True, requires=["served_how", "served_at"])
    returned = State(_("Returned to the court"), final=True, requires=["not_served"])

    receive = Transition(
        _("Take in a judicial paper"),
        None,
        received,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        asks=["kind", "court", "paper_number", "serve_by"],
        may=["came_late", *PARTY],
        guards=[*PARTY_GUARDS, late_says_why],
        effects=[set_sounds],
        basis="criminal_procedure",
        facets=["kind", "lateness"],
    )
    attempt = Transition(
        _("Record an attempt in vain"),
        received,
        SAME,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        asks=["not_served"],
        may=["note", "address"],
        guards=[came_in_time, reason_fits, tried_here],
        effects=[one_attempt_more],
        basis="criminal_procedure",
        facets=["kind", "not_served"],
    )
    serve = Transition(
        _("Record the service"),
        received,
        served,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        asks=["served_how", "served_at"],
        may=["handed_to", "note"],
        guards=[came_in_time, served_by_now, by_hand, taker_is_named],
        effects=[one_attempt_more, served_after_all],
        within=Deadline(at="serve_until"),
        basis="criminal_procedure",
        facets=["kind", "served_how", "lateness"],
    )
    send_back = Transition(
        _("Return unserved to the court"),
        received,
        returned,
        by=[Role.JUDICIAL_OFFICER, Role.UNIT_CHIEF],
        asks=["not_served"],
        may=["note"],
        guards=[reason_fits],
        within=Deadline(at="serve_by"),
        basis="criminal_procedure",
        facets=["kind", "not_served", "lateness"],
    )

    papers = Count(
        _("Judicial papers received for service"),
        of=receive,
        by=["unit", "kind"],
        unit=_("papers"),
        definition=_("Papers of courts and prosecutions that police districts took in to serve in the year."),
    )
    late_papers = Count(
        _("Judicial papers that came too late"),
        of=receive,
        where={"lateness": LATE},
        by=["unit", "kind"],
        unit=_("papers"),
        definition=_("Of the papers taken in, those that reached the district when their moment was past."),
    )
    served_papers = Count(
        _("Judicial papers served"),
        of=serve,
        by=["unit", "kind", "served_how"],
        unit=_("papers"),
        definition=_("Papers handed over in the year, whenever they came in."),
    )
    answered = Count(
        _("Judicial papers served or returned"),
        of=[serve, send_back],
        where=IN_TIME,
        by=["unit", "kind"],
        unit=_("papers"),
        definition=_(
            "Papers of which the court was told in the year what became of them; those that had come too late to be "
            "served are left out."
        ),
    )
    in_time = Sum(
        _("Judicial papers served or returned in time"),
        of=[serve, send_back],
        measure="on_time",
        where=IN_TIME,
        by=["unit", "kind"],
        unit=_("papers"),
        definition=_("Of these, those before the moment that the court set."),
    )
    on_time = Share(
        _("Judicial papers served or returned in time, share"),
        part=in_time,
        whole=answered,
        definition=_("Papers served or returned in time in per cent of all served or returned in the year."),
    )
