"""Certificates asked for at the counter: that of residence (شهادة السكنى) after an inquiry at the address, and others.

Law: law 55-19 (`simplification`) sets that a request has a receipt and a term, law 03-01 (`reasons`) that a refusal
has its reasons; the number of days is a working rule (`districts.certificate.issue`).
"""

from __future__ import annotations

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
from hasila.modules.districts.party import FOUND_BY, PARTY, PARTY_GUARDS, Party
from hasila.modules.districts.purposes import COUNTER
from hasila.plain.moments import legal_day, micros

RETENTION = "districts.certificate.retention"
TERM = "districts.certificate.issue"


class Certificate(models.TextChoices):
    """What is certified."""

    RESIDENCE = "residence", _("Residence")
    MOVED = "moved", _("Change of residence")
    ATTENDANCE = "attendance", _("Attendance at the unit")
    COMPLAINT = "complaint", _("Complaint recorded")


AT_THE_ADDRESS = (Certificate.RESIDENCE, Certificate.MOVED)
"""What is certified only after an inquiry at the address."""


class Finding(models.TextChoices):
    """What the inquiry at the address found."""

    CONFIRMED = "confirmed", _("Lives there")
    NOT_THERE = "not_there", _("Does not live there")
    UNKNOWN = "unknown", _("Could not be established")


class CertificateRefusal(models.TextChoices):
    """Why a certificate is refused."""

    NOT_RESIDENT = "not_resident", _("Residence not established")
    NOT_OURS = "not_ours", _("Address outside the territory of the unit")
    IDENTITY = "identity", _("Identity not established")
    NOT_RECORDED = "not_recorded", _("Nothing of the kind is recorded")


class CertificateRequest(Party, Record):
    """A request for a certificate, and what the inquiry found."""

    kind = models.CharField(_("Certificate"), max_length=12, choices=Certificate)
    lives_since = models.DateField(_("Lives there since"), null=True, blank=True)
    former_address = models.CharField(_("Former address"), max_length=250, blank=True)
    wanted_for = models.CharField(_("To be used for"), max_length=120, blank=True)
    about = models.CharField(
        _("What it certifies"),
        max_length=120,
        blank=True,
        help_text=_("The reference of the complaint, or the day and hour of attendance."),
    )
    visited_on = models.DateField(_("Visited on"), null=True, blank=True)
    finding = models.CharField(pgettext_lazy("at an address", "Finding"), max_length=10, choices=Finding, blank=True)
    inquiry_note = models.TextField(_("Report of the inquiry"), blank=True)
    refusal = models.CharField(_("Reason"), max_length=14, choices=CertificateRefusal, blank=True)
    grounds = models.TextField(_("Grounds"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("Request for a certificate")
        verbose_name_plural = _("Requests for a certificate")


def address_is_given(request: CertificateRequest, act: Act) -> Refusal | None:
    """Residence is certified at an address."""
    if request.kind not in AT_THE_ADDRESS or request.address:
        return None
    return Refusal("districts.no_address", _("Enter the address to be certified."), field="address", status=422)


def matter_is_named(request: CertificateRequest, act: Act) -> Refusal | None:
    """What isn't residence is certified of something."""
    if request.kind in AT_THE_ADDRESS or request.about:
        return None
    return Refusal("districts.nothing_named", _("Say what is to be certified."), field="about", status=422)


def lives_there_by_now(request: CertificateRequest, act: Act) -> Refusal | None:
    """Nobody lives anywhere since a day to come."""
    assert act.today is not None
    if request.lives_since is None or request.lives_since <= act.today:
        return None
    return Refusal(
        "districts.lives_later",
        _("The day since when they live there can't lie in the future."),
        field="lives_since",
        status=422,
    )


def is_inquired(request: CertificateRequest, act: Act) -> Refusal | None:
    """Only what is certified at an address is inquired into there."""
    if request.kind in AT_THE_ADDRESS:
        return None
    return Refusal(
        "districts.no_inquiry",
        _("This certificate needs no inquiry at an address."),
        remedy=_("Issue it, or refuse it with the reason."),
    )


def visited_in_its_time(request: CertificateRequest, act: Act) -> Refusal | None:
    """The address is visited after the request, and before that is reported."""
    assert act.today is not None
    assert request.visited_on is not None
    if legal_day(micros(request.opened_at)) <= request.visited_on <= act.today:
        return None
    return Refusal(
        "districts.visited_out_of_time",
        _("The visit lies between the request and today."),
        field="visited_on",
        status=422,
    )


def residence_is_confirmed(request: CertificateRequest, act: Act) -> Refusal | None:
    """Residence is certified where the inquiry confirms it."""
    if request.kind not in AT_THE_ADDRESS or request.finding == Finding.CONFIRMED:
        return None
    return Refusal(
        "districts.not_confirmed",
        _("No inquiry at the address confirms the residence."),
        remedy=_("Record the inquiry first, or refuse the certificate with the reason."),
        basis="simplification",
    )


DETAILS = (*PARTY, "lives_since", "former_address", "wanted_for", "about")
GUARDS = (*PARTY_GUARDS, address_is_given, matter_is_named, lives_there_by_now)


class Certificates(Procedure):
    record = CertificateRequest
    label = _("Certificates")
    prefix = "CERT"
    sensitive = True
    purposes = COUNTER
    personal = (*PARTY, "sounds", "former_address", "wanted_for", "about", "inquiry_note", "grounds")
    retention = Retention(law.cutoff(RETENTION), RETENTION)
    search = (*FOUND_BY, "address")
    register = Register(
        columns=("reference", "arabic_name", "latin_name", "kind", "finding", "unit", "state", "due_at"),
        filters=("state", "unit", "kind", "finding"),
    )

    requested = State(_("Requested"), initial=True)
    inquired = State(_("Inquiry done"), requires=["finding", "visited_on"])
    issued = State(_("Issued"), final=True)
    refused = State(_("Refused"), final=True, requires=["refusal", "grounds"])
    withdrawn = State(_("Withdrawn"), final=True)

    request = Transition(
        _("Take a request for a certificate"),
        None,
        requested,
        by=[Role.DESK_OFFICER],
        asks=["kind"],
        may=DETAILS,
        guards=GUARDS,
        effects=[set_sounds],
        basis="simplification",
        facets=["kind"],
        help=_("The receipt names the day by which the answer is due."),
    )
    correct = Transition(
        _("Correct"),
        requested,
        SAME,
        by=[Role.DESK_OFFICER],
        may=DETAILS,
        guards=GUARDS,
        effects=[set_sounds],
        basis="simplification",
    )
    inquire = Transition(
        _("Record the inquiry at the address"),
        [requested, inquired],
        inquired,
        by=[Role.DESK_OFFICER, Role.JUDICIAL_OFFICER],
        asks=["visited_on", "finding", "inquiry_note"],
        guards=[is_inquired, visited_in_its_time],
        within=Deadline(law.days(TERM), since=request, basis=TERM),
        basis=TERM,
        facets=["kind", "finding"],
    )
    issue = Transition(
        _("Issue the certificate"),
        [requested, inquired],
        issued,
        by=[Role.UNIT_CHIEF],
        guards=[residence_is_confirmed],
        not_by=[inquire],
        within=Deadline(law.days(TERM), since=request, basis=TERM),
        basis=TERM,
        facets=["kind"],
    )
    refuse = Transition(
        _("Refuse the certificate"),
        [requested, inquired],
        refused,
        by=[Role.UNIT_CHIEF],
        asks=["refusal", "grounds"],
        not_by=[inquire],
        within=Deadline(law.days(TERM), since=request, basis=TERM),
        basis="reasons",
        facets=["kind", "refusal"],
    )
    withdraw = Transition(
        _("Withdraw the request"),
        [requested, inquired],
        withdrawn,
        by=[Role.DESK_OFFICER],
        basis="simplification",
        facets=["kind"],
    )

    requests = Count(
        _("Certificates asked for"),
        of=request,
        by=["unit", "kind"],
        unit=_("requests"),
        definition=_("Requests for a certificate taken at a desk in the year, whatever became of them."),
    )
    certificates = Count(
        _("Certificates issued"),
        of=issue,
        by=["unit", "kind"],
        unit=_("certificates"),
        definition=_("Certificates issued by police districts in the year, whenever they were asked for."),
    )
    residence = Count(
        _("Residence certificates issued"),
        of=issue,
        where={"kind": Certificate.RESIDENCE},
        by=["unit"],
        unit=_("certificates"),
        definition=_("Of the certificates issued in the year, those of residence."),
    )
    refusals = Count(
        _("Certificates refused"),
        of=refuse,
        by=["unit", "kind", "refusal"],
        unit=_("requests"),
        definition=_("Requests refused in the year, with the reason."),
    )
    answered = Count(
        _("Requests for a certificate answered"),
        of=[issue, refuse],
        by=["unit"],
        unit=_("requests"),
        definition=_("Certificates issued or refused in the year."),
    )
    answered_on_time = Sum(
        _("Requests for a certificate answered on time"),
        of=[issue, refuse],
        measure="on_time",
        by=["unit"],
        unit=_("requests"),
        definition=_("Certificates issued or refused in the year within the term that runs from the request."),
    )
    on_time = Share(
        _("Certificates answered on time, share"),
        part=answered_on_time,
        whole=answered,
        definition=_("Requests answered on time in per cent of all requests answered in the year."),
    )
