"""The victims' cell (خلية التكفل بالنساء ضحايا العنف): women who are victims of violence, and what was done for each.

Only officers of the cell, its head among them, hold the role that sees a file: the desk doesn't, nor does the district.
Law: law 103-13 on violence against women (`women_violence`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import identifying, law
from hasila.institution.people import CardNumberField
from hasila.institution.roles import Role
from hasila.institution.sounding import set_sounds
from hasila.kernel.indicators import Count, Sum
from hasila.kernel.procedures import Procedure, State, Transition
from hasila.kernel.records import Record
from hasila.kernel.registers import Register
from hasila.modules.districts import victim_rules as rules
from hasila.modules.districts import victim_steps as steps
from hasila.modules.districts.party import is_named
from hasila.modules.districts.purposes import CELL
from hasila.modules.districts.victims import INTAKE, PERSONAL, QUESTIONS, RiskQuestions, Victim

RETENTION = "districts.victim.retention"
BY = (Role.VICTIMS_OFFICER,)


class VictimFile(RiskQuestions, Victim):
    """The file of a woman who is a victim of violence."""

    MEASURES: ClassVar[str] = "districts.protection.measures"

    card_number = CardNumberField(_("Card number"), blank=True)
    children_count = models.PositiveSmallIntegerField(_("Children in her care"), null=True, blank=True)

    class Meta(Record.Meta):
        verbose_name = _("File of a victim")
        verbose_name_plural = _("Files of victims")
        indexes = [*Record.Meta.indexes, identifying.index("districts_victim_person")]


DETAILS = (*INTAKE, "card_number", "children_count")


class VictimFiles(Procedure):
    record = VictimFile
    label = _("Women victims of violence")
    prefix = "RCP"  # says nothing to whoever finds it on a paper
    sensitive = True
    purposes = CELL
    personal = (
        "case_id",
        "case_reference",
        "measures_asked",
        "measures_ordered",
        "violence",
        *PERSONAL,
        *QUESTIONS,
        "card_number",
    )
    retention = Retention(law.cutoff(RETENTION), RETENTION)
    search = ("card_number", "arabic_name", "latin_name", "phone", "sounds")
    register = Register(
        columns=("reference", "arabic_name", "latin_name", "relation", "risk", "next_contact_at", "state", "due_at"),
        filters=("state", "unit", "relation", "risk"),
    )

    received = State(_("Received"), initial=True)
    assessed = State(_("In care"), requires=["risk", "risk_grounds"])
    closed = State(_("Closed"), final=True, requires=["closing"])

    receive = Transition(
        _("Receive a victim"),
        None,
        received,
        by=BY,
        asks=["in_private", "violence", "relation", "facts"],
        may=DETAILS,
        guards=[is_named, *steps.intake_guards(rules.is_of_age)],
        effects=[set_sounds],
        basis=steps.CELL,
        facets=["relation"],
        measures=rules.KINDS,
        help=_("In private, at her own pace. Her address is sealed at once."),
    )
    complete = steps.complete([received, assessed], BY, rules.is_of_age)
    assess = steps.assess([received], assessed, BY, QUESTIONS)
    assess_again = steps.assess_again([assessed], assessed, BY, QUESTIONS)
    ask_measures = steps.ask_measures([received, assessed], BY, VictimFile.MEASURES)
    record_answer = steps.record_answer([received, assessed], BY, VictimFile.MEASURES)
    refer = steps.refer([received, assessed], BY)
    set_contact = steps.set_contact([received, assessed], BY)
    record_contact = steps.record_contact([received, assessed], BY)
    link_person = identifying.linking([received, assessed], BY)
    unlink_person = identifying.unlinking([received, assessed], BY)
    open_case = steps.open_case([received, assessed], BY)
    close = steps.close([assessed], closed, BY, [receive])

    victims = Count(
        _("Women victims of violence received"),
        of=receive,
        by=["unit", "relation"],
        unit=_("persons"),
        definition=_("Files opened by the cells in the year for women who are victims of violence."),
    )
    physical = Sum(
        _("Women received as victims of physical violence"),
        of=receive,
        measure="physical",
        by=["unit", "relation"],
        unit=_("persons"),
        definition=_("Of the women received in the year, those who name this kind; one may name several."),
    )
    psychological = Sum(
        _("Women received as victims of psychological violence"),
        of=receive,
        measure="psychological",
        by=["unit", "relation"],
        unit=_("persons"),
        definition=_("Of the women received in the year, those who name this kind; one may name several."),
    )
    sexual = Sum(
        _("Women received as victims of sexual violence"),
        of=receive,
        measure="sexual",
        by=["unit", "relation"],
        unit=_("persons"),
        definition=_("Of the women received in the year, those who name this kind; one may name several."),
    )
    economic = Sum(
        _("Women received as victims of economic violence"),
        of=receive,
        measure="economic",
        by=["unit", "relation"],
        unit=_("persons"),
        definition=_("Of the women received in the year, those who name this kind; one may name several."),
    )
    digital = Sum(
        _("Women received as victims of digital violence"),
        of=receive,
        measure="digital",
        by=["unit", "relation"],
        unit=_("persons"),
        definition=_("Of the women received in the year, those who name this kind; one may name several."),
    )
    measures_asked_for = Count(
        _("Requests for protection measures"),
        of=ask_measures,
        by=["unit", "risk"],
        unit=_("requests"),
        definition=_("Requests for protection measures that the cells made to the prosecution in the year."),
    )
    referrals = Count(
        _("Referrals by the victims' cells"),
        of=refer,
        by=["unit", "referral"],
        unit=_("referrals"),
        definition=_("Medical, social and legal referrals of women in the year; one woman may have several."),
    )
    cases = Count(
        _("Case files opened by the victims' cells"),
        of=open_case,
        by=["unit", "level"],
        unit=_("files"),
        definition=_("Case files opened in the year from files of women who are victims of violence."),
    )
