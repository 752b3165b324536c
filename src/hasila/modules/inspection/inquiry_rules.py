"""What is checked and set in an administrative inquiry."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hasila.kernel import refusals
from hasila.kernel.procedures import Act, needs
from hasila.kernel.refusals import Refusal
from hasila.modules.inspection.inquiry_files import InquiryFile, Outcome
from hasila.surfaces.formats import said_day


def actor_is_not_concerned(file: InquiryFile, act: Act) -> Refusal | None:
    """An officer whom the inquiry covers takes no part in it, whether named last or long before."""
    return refusals.own_file() if act.actor == file.officer_id or act.actor in file.officers else None


def received_before_opening(file: InquiryFile, act: Act) -> Refusal | None:
    """What the inquiry is opened on was received before it."""
    if file.received_on is None or act.today is None or file.received_on <= act.today:
        return None
    return Refusal(
        "inspection.received_later",
        _("The day of receipt can't lie after the opening."),
        field="received_on",
        remedy=_("Check the day on the letter's stamp."),
        status=422,
    )


@needs("concerned_unit")
def unit_is_known(file: InquiryFile, act: Act) -> Refusal | None:
    """The unit concerned exists, and had not closed before the act."""
    unit = file.concerned_unit
    if unit.closed_on is None or act.today is None or unit.closed_on >= act.today:
        return None
    return Refusal(
        "inspection.unit_closed",
        _("This unit closed on %(day)s."),
        field="concerned_unit",
        remedy=_("Choose the unit that took over its work."),
        day=said_day(unit.closed_on),
    )


@needs("officer")
def named_once(file: InquiryFile, act: Act) -> Refusal | None:
    """No officer is named twice in one inquiry; they would count twice."""
    if file.officer_id not in file.officers:
        return None
    return Refusal(
        "inspection.named_already",
        _("This officer is already named in this inquiry."),
        field="officer",
        remedy=_("Name another officer, or go on to the report."),
    )


def last_naming_stands(file: InquiryFile, act: Act) -> Refusal | None:
    """Only the last naming can be struck, and only once."""
    if file.officer_id is not None:
        return None
    return Refusal(
        "inspection.nobody_to_strike",
        _("No naming is open to correction: the last one is already struck, or nobody is named."),
        remedy=_("Name an officer first."),
    )


def an_offence_appears(file: InquiryFile, act: Act) -> Refusal | None:
    """Only an inquiry that found elements of an offence goes to the judicial police."""
    if file.outcome == Outcome.OFFENCE:
        return None
    return Refusal(
        "inspection.no_offence",
        _("The inquiry found no elements of a criminal offence."),
        remedy=_("Close the inquiry."),
        basis="criminal_procedure/42",
    )


def offence_is_referred(file: InquiryFile, act: Act) -> Refusal | None:
    """An inquiry that found elements of an offence is referred before it is closed."""
    if file.outcome != Outcome.OFFENCE or file.state != "concluded":
        return None
    return Refusal(
        "inspection.refer_first",
        _("The inquiry found elements of a criminal offence and is not referred yet."),
        remedy=_("Refer it to the judicial police first."),
        basis="criminal_procedure/42",
    )


def add_officer(file: InquiryFile, act: Act) -> None:
    """Adds the officer to those whom the inquiry covers."""
    assert file.officer_id is not None
    file.officers = [*file.officers, file.officer_id]


def strike_last(file: InquiryFile, act: Act) -> None:
    """Takes the last named officer off; a naming struck once can't be struck again."""
    file.officers = [one for one in file.officers if one != file.officer_id]
    file.officer_id = None
