"""Procedures that use every part of the kernel: powers, separated duties, terms, corrections, consequences, numbers."""

from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hasila.assurance.erasure import Retention
from hasila.institution.roles import Role
from hasila.kernel.deadlines import Deadline
from hasila.kernel.indicators import Change, Count, Share, Sum
from hasila.kernel.procedures import Act, Consequence, Numbering, Procedure, State, Subject, Transition, needs
from hasila.kernel.records import Record, following_id
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register

JOB = "sample.remember"


class Kind(models.TextChoices):
    PLAIN = "plain", "Plain"
    URGENT = "urgent", "Urgent"


class Ledgered(Record):
    """A record that others have consequences on."""

    title = models.CharField("Title", max_length=80)
    claims = models.IntegerField("Claims", default=0)
    part = models.UUIDField("Part taken out", null=True, editable=False)

    class Meta(Record.Meta):
        verbose_name = "Ledgered"


def one_more(dossier: Ledgered, act: Act) -> None:
    dossier.claims += 1


def names_its_part(dossier: Ledgered, act: Act) -> None:
    dossier.part = following_id(dossier, "part", act.occurred_at)


class Dossier(Procedure):
    record = Ledgered
    label = "Dossiers"
    prefix = "DOS"
    search = ("title",)

    kept = State("Kept", initial=True)

    keep = Transition("Keep", None, kept, by=[Role.PERSONNEL_CLERK], asks=["title"], late=None, jobs=[JOB])
    count = Transition("Count a claim", kept, kept, consequent=True, effects=[one_more])
    take_out = Transition("Take out of another", None, kept, consequent=True, asks=["title"])
    divide = Transition(
        "Divide", kept, kept, by=[Role.PERSONNEL_CLERK], effects=[names_its_part],
        then=[Consequence(lambda d, act: Dossier.take_out, "part", data=lambda d, act: {"title": f"{d.title} (2)"})],
    )  # fmt: skip


class Claim(Record):
    holder = models.ForeignKey("institution.Officer", models.PROTECT, verbose_name="Holder", related_name="+")
    dossier = models.ForeignKey(Ledgered, models.PROTECT, null=True, verbose_name="Dossier", related_name="+")
    kind = models.CharField("Kind", max_length=10, choices=Kind, default=Kind.PLAIN)
    text = models.TextField("Text")
    amount = models.PositiveIntegerField("Amount", default=0)
    on = models.DateField("On", null=True)
    token = models.CharField("Token", max_length=20, null=True, unique=True)
    grounds = models.TextField("Grounds", blank=True)
    marks = ArrayField(models.CharField(max_length=12), size=3, default=list, blank=True, verbose_name="Marks")

    class Meta(Record.Meta):
        verbose_name = "Claim"
        constraints = [models.CheckConstraint(condition=models.Q(amount__lte=1000), name="sample_claim_small")]


@needs("holder")
def holder_is_active(claim: Claim, act: Act) -> Refusal | None:
    if claim.holder.state != "active":
        return Refusal("sample.inactive", "The holder is not in service.", field="holder", status=422)
    return None


def not_in_future(claim: Claim, act: Act) -> Refusal | None:
    if claim.on is not None and claim.on > act.today:
        return Refusal("sample.future", "In the future.", field="on", status=422)
    return None


def clear_amount(claim: Claim, act: Act) -> None:
    claim.amount = 0


def month_before(day: date) -> date:
    return day - timedelta(days=30)


class Claims(Procedure):
    record = Claim
    label = "Claims"
    prefix = "CLM"
    numbered = Numbering(at="decide")
    concerns = ("holder",)
    search = ("text", "holder.latin_name")
    retention = Retention(month_before, "personnel.hearing.retention", rests=("decided",))
    sensitive = True
    purposes = {"handling": "Handling"}
    register = Register(columns=["reference", "holder", "state"], filters=["state", "unit", "kind"])

    filed = State("Filed", initial=True)
    studied = State("Studied")
    decided = State("Decided", requires=["grounds"])
    annulled = State("Annulled", final=True)

    file = Transition(
        "File", None, filed, by=[Role.PERSONNEL_CLERK, Subject("holder")], asks=["holder", "text"],
        may=["kind", "amount", "on", "token", "dossier", "marks"], guards=[holder_is_active, not_in_future],
        facets=["kind"], measures={"amount": lambda claim, act: claim.amount},
        then=[Consequence("sample.dossier.count", "dossier")],
    )  # fmt: skip
    amend = Transition("Amend", filed, filed, by=[Role.PERSONNEL_CLERK], may=["text", "amount", "token"])
    study = Transition("Study", filed, studied, by=[Role.PERSONNEL_DIRECTOR, Role.PERSONNEL_CLERK], not_by=[file])
    decide = Transition(
        "Decide", studied, decided, by=[Role.DIRECTOR_GENERAL], asks=["grounds"], not_by=[file, study],
        within=Deadline(days=60, since=file), facets=["kind"], measures={"amount": lambda claim, act: claim.amount},
    )  # fmt: skip
    annul = Transition("Annul", decided, annulled, by=[Role.DIRECTOR_GENERAL], corrects=decide, effects=[clear_amount])

    filings = Count("Filings", of=file, by=["unit", "kind"])
    urgent = Count("Urgent filings", of=file, where={"kind": Kind.URGENT})
    decisions = Count("Decisions", of=decide)
    granted = Sum("Granted", of=decide, measure="amount")
    in_time = Sum("In time", of=decide, measure="on_time")
    share_in_time = Share("Share in time", part=in_time, whole=decisions)
    change = Change("Change", of=decisions)
