"""What the inspection prints: the referral of an inquiry to the judicial police."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hasila.institution.law import cite
from hasila.modules.inspection.inquiry_files import InquiryFile
from hasila.plain.moments import legal_day, micros
from hasila.surfaces.print.bilingual import Phrase
from hasila.surfaces.print.documents import register_document
from hasila.surfaces.print.sheet import Content, Signature


def referral(file: InquiryFile) -> Content:
    """The letter that goes with a referral; it names no officer, the annexed report does."""
    rows: list[tuple[Any, Any]] = [
        (_("Subject"), file.subject),
        (_("Origin"), file.get_origin_display),
        (_("Unit concerned"), file.concerned_unit),
        (_("Inquiry opened on"), legal_day(micros(file.opened_at))),
        (_("Officers concerned"), len(file.officers)),
        (_("Outcome"), file.get_outcome_display),
        (_("Grounds"), file.grounds),
        (_("Referred to"), file.judicial_unit),
    ]
    return Content(
        title=_("Referral to the judicial police"),
        subtitle=_("Administrative inquiry"),
        grounds=[Phrase(_("Having regard to %(law)s,"), {"law": lambda: cite("criminal_procedure/42")})],
        rows=rows,
        articles=[
            _("The report of the inquiry and its annexes are handed to the judicial police service named above."),
            _("The service informs the competent public prosecution and reports what was ordered."),
        ],
        decides=_("It is decided:"),
        signature=Signature(_("The Inspector General")),
        on=legal_day(micros(file.acted_at)),
    )


register_document(
    "inspection.inquiry", "referral", _("Referral letter"), data=referral, states=["referred"], act="refer"
)
