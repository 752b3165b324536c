"""Published figures of other years, brought in from their documents, and the register that they complete.

An edition is entered figure by figure, as it is printed. A figure that was misread is withdrawn, with the reason, by
another officer, and entered anew; so what a checker held against a newspaper on any day can be told afterwards.
"""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.institution.figures import Fact, Source, Words, facts
from hasila.institution.figures.reading import Unread, period_of, unit_of
from hasila.institution.figures.register import Printed, Register, figure_choices, printed, unit_choices, with_values
from hasila.institution.roles import Role
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Act, Procedure, State, Transition
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register as Columns

ONCE = "figure_published_once"


class Qualifier(models.TextChoices):
    """How sure the document is of a figure; the codes are those of the data files."""

    EXACT = "exact", _("Exactly")
    AT_LEAST = "at least", _("At least")
    CEILING = "ceiling", _("At most")


class PublishedFigure(Record):
    """A figure as a document prints it; `unit` is the service that answers for the register."""

    figure = models.CharField(_("Figure of the register"), max_length=8, choices=figure_choices)
    value = models.DecimalField(_("Value"), max_digits=18, decimal_places=2)
    measure = models.CharField(_("Unit of measure"), max_length=40, choices=unit_choices)
    period = models.CharField(_("Period"), max_length=20)
    year = models.SmallIntegerField(_("Year"), editable=False, default=0)
    qualifier = models.CharField(_("Qualifier"), max_length=10, choices=Qualifier, default=Qualifier.EXACT)
    source = models.CharField(_("Source"), max_length=300)
    source_day = models.DateField(_("Day of the source"), null=True, blank=True)
    grounds = models.TextField(_("Grounds"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Published figure")
        verbose_name_plural = _("Published figures")
        constraints = [
            models.UniqueConstraint(fields=["figure", "year"], condition=models.Q(state="stands"), name=ONCE)
        ]

    def __str__(self) -> str:
        return f"{self.figure}, {self.period} ({self.reference})"

    @property
    def amount(self) -> int | Decimal:
        """The value, whole where it is."""
        return int(self.value) if self.value == self.value.to_integral_value() else self.value


def figure_is_known(item: PublishedFigure, act: Act) -> Refusal | None:
    """The register has a figure of this id."""
    if _fact(item) is not None:
        return None
    return Refusal(
        "figures.unknown",
        _("The register has no figure “%(figure)s”."),
        field="figure",
        remedy=_("`hasila figures list` gives the ids, such as F001, with their names."),
        status=422,
        figure=item.figure,
    )


def unit_is_the_figures(item: PublishedFigure, act: Act) -> Refusal | None:
    """The figure is counted in one unit, and a value in another one is another figure."""
    fact = _fact(item)
    if fact is None or unit_of(fact, item.measure):
        return None
    return Refusal(
        "figures.wrong_unit",
        _("%(figure)s is counted in “%(wanted)s”, not in “%(given)s”."),
        field="measure",
        remedy=_("Check that this is the figure meant, and give its value in its own unit."),
        status=422,
        figure=fact.id,
        wanted=fact.unit,
        given=item.measure,
    )


def period_fits(item: PublishedFigure, act: Act) -> Refusal | None:
    """The period is one that the figure can be of, and no year of the future."""
    fact = _fact(item)
    if fact is None:
        return None
    try:
        year, _period = period_of(fact, item.period)
    except Unread as unread:
        return Refusal(
            "figures.period",
            _("The period can't be read: %(detail)s"),
            field="period",
            remedy=unread.remedy,
            status=422,
            detail=unread.said,
        )
    assert act.today is not None
    if year <= act.today.year:
        return None
    return Refusal("figures.period_to_come", _("This period hasn't begun."), field="period", status=422)


def value_can_be(item: PublishedFigure, act: Act) -> Refusal | None:
    """A count is a whole number and not negative; a share lies between 0 and 100."""
    fact = _fact(item)
    if fact is None:
        return None
    value = Decimal(item.value)
    whole = value == value.to_integral_value()
    fits = {
        "count": whole and value >= 0,
        "ordinal": whole and value >= 1,
        "amount": value >= 0,
        "share": 0 <= value <= 100,
        "change": value >= -100,
    }
    if fits.get(fact.kind, False):
        return None
    return Refusal(
        "figures.value_cannot_be",
        _("%(figure)s can't have the value %(value)s."),
        field="value",
        remedy=_("A count is whole and not negative, a share lies between 0 and 100, a fall is at most 100 per cent."),
        status=422,
        figure=fact.id,
        value=f"{value.normalize():f}",
    )


def not_printed_before(item: PublishedFigure, act: Act) -> Refusal | None:
    """The register's own data files print no value of this year."""
    known = printed_of(item.figure, item.period)
    if known is None:
        return None
    return Refusal(
        "figures.printed_already",
        _("The register has the value %(value)s of %(figure)s for %(year)s, from “%(source)s”."),
        field="value",
        remedy=_("Where the two differ, compare the documents; the register's own value stands."),
        value=known.value,
        figure=item.figure,
        year=known.year,
        source=known.source.title,
    )


def settle(item: PublishedFigure, act: Act) -> None:
    """The period as the register writes it, and its year."""
    fact = _fact(item)
    if fact is None:
        return
    try:
        item.year, item.period = period_of(fact, item.period)
    except Unread:
        return


def _fact(item: PublishedFigure) -> Fact | None:
    return facts().get(item.figure.strip().upper())


def printed_of(identifier: str, period: str) -> Printed | None:
    """The value that the data files print of a figure in a period; None where they don't, or can't be asked."""
    entry = printed().find(identifier.strip().upper())
    if entry is None:
        return None
    try:
        known = entry.of(period_of(facts()[entry.id], period)[0])
    except Unread:
        return None
    return known if known is not None and known.value is not None else None


class PublishedFigures(Procedure):
    record = PublishedFigure
    label = _("Published figures")
    prefix = "PUB"
    directory = True
    readers = (Role.DIRECTOR_GENERAL, Role.CHIEF_INSPECTOR)
    search = ("figure", "source")
    register = Columns(
        columns=("reference", "figure", "value", "measure", "period", "source", "state"), filters=("state", "year")
    )
    constraints = {
        ONCE: Refusal(
            "figures.twice",
            _("Another value of this figure stands for this year."),
            field="value",
            remedy=_("Compare the documents; withdraw the value that was misread, then enter the right one."),
        )
    }
    personal = ()

    stands = State(_("In force"), initial=True)
    withdrawn = State(_("Withdrawn"), final=True, requires=["grounds"])

    enter = Transition(
        _("Enter a published figure"),
        None,
        stands,
        by=[Role.STATISTICIAN, Role.COMMUNICATOR],
        asks=["figure", "value", "measure", "period", "source"],
        may=["qualifier", "source_day"],
        guards=[figure_is_known, unit_is_the_figures, period_fits, value_can_be, not_printed_before],
        effects=[settle],
        late=None,
        basis="service_rule",
        help=_("As the document prints it. The checker of claims uses it from then on."),
    )
    withdraw = Transition(
        _("Withdraw"),
        stands,
        withdrawn,
        by=[Role.STATISTICIAN, Role.COMMUNICATION_HEAD],
        not_by=[enter],
        asks=["grounds"],
        basis="service_rule",
    )

    entered = Count(
        _("Published figures entered"),
        of=enter,
        unit=_("figures"),
        definition=_("Figures of other years entered into the register from the documents that print them."),
    )


def standing() -> list[PublishedFigure]:
    """The imported figures in force."""
    return list(PublishedFigure.objects.filter(state="stands").order_by("figure", "-year"))


def imported() -> list[Printed]:
    """The imported figures in force, as the register takes them."""
    return [
        Printed(
            fact=one.figure,
            year=one.year,
            period=one.period,
            value=one.amount,
            qualifier=one.qualifier,
            source=Source("", one.source, one.source_day.isoformat() if one.source_day else "", Words("", "", "")),
        )
        for one in standing()
    ]


def register() -> Register:
    """The data files and what was imported of other years, in one query."""
    return with_values(printed(), imported())
