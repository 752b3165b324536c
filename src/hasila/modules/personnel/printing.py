"""What the personnel service prints: decisions in two languages, and the career sheet."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.institution.career import Officer
from hasila.institution.law import cite, days
from hasila.kernel.records import Record
from hasila.modules.personnel.models import (
    DisciplinaryFile,
    GrievanceFile,
    PromotionFile,
    ProtectionFile,
    TransferRequest,
)
from hasila.modules.personnel.models.discipline_rules import APPEAL
from hasila.modules.personnel.models.measures import Measure
from hasila.modules.personnel.sheets import sheet_content
from hasila.plain.moments import legal_day, micros
from hasila.surfaces.print.bilingual import Both, Phrase
from hasila.surfaces.print.documents import register_document
from hasila.surfaces.print.sheet import Content, Signature

GENERAL = _("The Director General of National Security")
PERSONNEL = _("The Director of Human Resources")
DECIDES = _("It is decided:")
REGARD = _("Having regard to %(law)s,")
CARRIED_OUT = _("The Director of Human Resources carries out this decision, which is notified to the officer.")
LIGHT = (Measure.OBSERVATION,)


def regard(*keys: str) -> list[Any]:
    """The visas of a document: the texts that it stands on."""
    return [Phrase(REGARD, {"law": lambda key=key: cite(key)}) for key in keys]


def name_of(officer: Officer) -> Both:
    """The officer's name in each script."""
    return Both(officer.arabic_name, officer.latin_name)


def identity(officer: Officer, unit: Any = None, grade: Any = None) -> list[tuple[Any, Any]]:
    """The lines that say who a document is about; unit and grade as they were, where they may have changed since."""
    return [
        (_("Officer"), name_of(officer)),
        (_("Registration number"), officer.registration_number),
        (_("Grade"), grade or officer.grade),
        (_("Unit"), unit or officer.unit),
    ]


def day_of(record: Record) -> date:
    """The legal day of the record's last act."""
    return legal_day(micros(record.acted_at))


def discipline_decision(file: DisciplinaryFile) -> Content:
    """The decision of a disciplinary file, as it was decided."""
    grounds = regard("civil_service/66", "civil_service/67", "reasons")
    if file.defence:
        grounds.append(_("Having regard to the defence of the officer,"))
    if file.proposal:
        grounds.append(
            Phrase(
                _("Having regard to the opinion of the disciplinary council, which proposed: %(measure)s,"),
                {"measure": file.get_proposal_display},
            )
        )
    rows = [
        *identity(file.officer, file.unit, file.former_grade),
        (_("Breach"), file.get_breach_display),
        (_("Grounds"), file.grounds),
    ]
    assert file.decided_on is not None
    return Content(
        title=_("Disciplinary decision"),
        subtitle=Phrase(_("Number %(number)s"), {"number": f"{file.number}/{file.decided_on.year}"}),
        grounds=grounds,
        rows=rows,
        decides=DECIDES,
        articles=[*_measure_articles(file), CARRIED_OUT],
        signature=Signature(GENERAL),
        notes=[
            Phrase(
                _("This decision may be appealed to the Director General within %(days)s days (%(law)s)."),
                {"days": days(APPEAL)(file.decided_on), "law": lambda: cite(APPEAL)},
            )
        ],
        on=file.decided_on,
    )


def _measure_articles(file: DisciplinaryFile) -> list[Any]:
    values: dict[str, Any] = {"officer": name_of(file.officer), "measure": file.get_measure_display}
    if file.measure in LIGHT:
        return [Phrase(_("A letter of observation is addressed to %(officer)s."), values)]
    articles: list[Any] = [Phrase(_("The sanction “%(measure)s” is pronounced against %(officer)s."), values)]
    if file.measure == Measure.SUSPENSION:
        lasts = {"days": file.exclusion_days, "until": file.excluded_until}
        articles.append(Phrase(_("The exclusion lasts %(days)s days, until %(until)s."), lasts))
    elif file.measure == Measure.DEMOTION:
        articles.append(Phrase(_("The officer is placed in the grade %(grade)s."), {"grade": file.lower_grade}))
    return articles


def discipline_after(file: DisciplinaryFile) -> Content:
    """The decision that revises or annuls a sanction."""
    values: dict[str, Any] = {"officer": name_of(file.officer), "measure": file.get_former_measure_display}
    articles: list[Any] = [
        Phrase(_("The sanction “%(measure)s” pronounced against %(officer)s is annulled."), values)
        if file.state == "annulled"
        else Phrase(_("The sanction “%(measure)s” pronounced against %(officer)s is revised."), values)
    ]
    if file.state == "revised":
        articles += _measure_articles(file)
    rows = [
        *identity(file.officer, file.unit),
        (_("Decision of"), file.decided_on),
        (_("Number"), str(file.number)),
    ]
    if file.appeal_grounds:
        rows.append((_("Grounds"), file.appeal_grounds))
    return Content(
        title=_("Decision on a sanction"),
        subtitle=_("Annulment") if file.state == "annulled" else _("Revision"),
        grounds=regard("civil_service/66", "reasons"),
        rows=rows,
        decides=DECIDES,
        articles=[*articles, CARRIED_OUT],
        signature=Signature(GENERAL),
        on=day_of(file),
    )


def promotion_decision(file: PromotionFile) -> Content:
    """The decision of a promotion, as published."""
    return Content(
        title=_("Promotion decision"),
        subtitle=Phrase(_("Exercise %(exercise)s"), {"exercise": str(file.exercise)}),
        grounds=regard("statute"),
        rows=[
            (_("Officer"), name_of(file.officer)),
            (_("Registration number"), file.officer.registration_number),
            (_("Unit"), file.unit),
            (_("Kind of promotion"), file.get_kind_display),
            (_("Former grade"), file.grade_from),
            (_("New grade"), file.grade),
        ],
        decides=DECIDES,
        articles=[
            Phrase(
                _("%(officer)s is promoted to the grade %(grade)s."),
                {"officer": name_of(file.officer), "grade": file.grade},
            ),
            Phrase(_("The promotion takes effect on %(day)s."), {"day": day_of(file)}),
        ],
        signature=Signature(GENERAL),
        on=day_of(file),
    )


def transfer_answer(request: TransferRequest) -> Content:
    """The answer to a transfer request, with its reason where it is refused."""
    values: dict[str, Any] = {"officer": name_of(request.officer), "unit": request.assigned}
    rows = [
        (_("Officer"), name_of(request.officer)),
        (_("Registration number"), request.officer.registration_number),
        (_("Unit"), request.unit),
        (_("Mechanism"), request.get_kind_display),
        (_("Unit wished for"), request.wish),
    ]
    if request.state == "granted":
        articles: list[Any] = [
            Phrase(_("%(officer)s is transferred to: %(unit)s."), values),
            Phrase(_("The transfer takes effect on %(day)s."), {"day": day_of(request)}),
        ]
    else:
        rows.append((_("Reason for refusal"), request.get_reason_display))
        articles = [Phrase(_("The transfer request of %(officer)s is not granted."), values)]
    if request.reply:
        rows.append((_("Reply to the officer"), request.reply))
    return Content(
        title=_("Transfer decision") if request.state == "granted" else _("Answer to a transfer request"),
        grounds=regard("civil_service/64", *([] if request.state == "granted" else ["reasons"])),
        rows=rows,
        decides=DECIDES,
        articles=articles,
        signature=Signature(PERSONNEL),
        on=day_of(request),
    )


def grievance_decision(file: GrievanceFile) -> Content:
    """The decision on a grievance or plea, with the recommendation that it follows or not."""
    return Content(
        title=_("Decision on a grievance") if file.kind == "grievance" else _("Decision on a plea"),
        grounds=[
            *regard("reasons"),
            Phrase(
                _("Having regard to the recommendation of the central grievance commission: %(recommendation)s,"),
                {"recommendation": file.get_recommendation_display},
            ),
        ],
        rows=[
            *identity(file.officer),
            (_("Decision contested"), file.get_contested_display),
            (_("Grounds"), file.grounds),
        ],
        decides=DECIDES,
        articles=[
            Phrase(
                _("On the request of %(officer)s it is decided: %(decision)s."),
                {"officer": name_of(file.officer), "decision": file.get_decision_display},
            ),
            CARRIED_OUT,
        ],
        signature=Signature(GENERAL),
        on=day_of(file),
    )


def protection_letter(file: ProtectionFile) -> Content:
    """The letter by which the lawyer is charged with the defence of an officer."""
    return Content(
        title=_("State protection"),
        subtitle=_("Assignment of a lawyer"),
        grounds=regard("civil_service/19"),
        rows=[
            *identity(file.officer, file.unit),
            (_("Attack"), file.get_attack_display),
            (_("Day of the attack"), file.attacked_on),
            (_("Lawyer"), file.lawyer),
        ],
        decides=DECIDES,
        articles=[
            Phrase(
                _("%(officer)s is granted the protection of the State for facts suffered because of the duty."),
                {"officer": name_of(file.officer)},
            ),
            _("The lawyer named above is charged with the defence; the fees are borne by the service."),
        ],
        signature=Signature(_("The head of legal affairs")),
    )


register_document(
    "personnel.discipline",
    "decision",
    _("Disciplinary decision"),
    data=discipline_decision,
    states=["decided", "appealed", "upheld"],
    act="decide",
)
register_document(
    "personnel.discipline",
    "revision",
    _("Decision on a sanction"),
    data=discipline_after,
    states=["revised", "annulled"],
)
register_document(
    "personnel.promotion",
    "decision",
    _("Promotion decision"),
    data=promotion_decision,
    states=["published"],
    act="publish",
)
register_document(
    "personnel.transfer", "decision", _("Transfer decision"), data=transfer_answer, states=["granted", "refused"]
)
register_document(
    "personnel.grievance", "decision", _("Decision on a grievance"), data=grievance_decision, states=["decided"]
)
register_document(
    "personnel.state_protection",
    "assignment",
    _("Assignment of a lawyer"),
    data=protection_letter,
    states=["granted", "in_court", "closed"],
    act="grant",
)
register_document("institution.career", "sheet", _("Career sheet"), data=sheet_content)
