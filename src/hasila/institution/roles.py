"""Roles: the powers of the service. A role alone gives nothing; a mandate gives a role over a unit for a time."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What an officer may be mandated to do. The codes are stored in mandates and entries and never change."""

    PERSONNEL_CLERK = "personnel_clerk", _("Personnel clerk")
    PERSONNEL_DIRECTOR = "personnel_director", _("Director of personnel")
    DIRECTOR_GENERAL = "director_general", _("Director General")
    COUNCIL_CLERK = "council_clerk", _("Clerk of the disciplinary council")
    PROMOTION_COMMISSION = "promotion_commission", _("Promotion commission")
    GRIEVANCE_COMMISSION = "grievance_commission", _("Central grievance commission")
    INSPECTOR = "inspector", _("Inspector")
    CHIEF_INSPECTOR = "chief_inspector", _("Inspector General")
    UNIT_CHIEF = "unit_chief", _("Head of unit")
    ENROLMENT_OFFICER = "enrolment_officer", _("Enrolment officer")
    PRODUCTION_OFFICER = "production_officer", _("Production officer")
    DOCUMENTS_DIRECTOR = "documents_director", _("Director of identity documents")
    LEGAL_OFFICER = "legal_officer", _("Legal affairs officer")
    STATISTICIAN = "statistician", _("Statistician")
    JUDICIAL_OFFICER = "judicial_officer", _("Judicial police officer")
    DESK_OFFICER = "desk_officer", _("Desk officer")
    VICTIMS_OFFICER = "victims_officer", _("Officer of the victims' cell")
    MINORS_OFFICER = "minors_officer", _("Judicial police officer for minors")
    PROSECUTOR = "prosecutor", _("Magistrate of the public prosecution")
    COMMUNICATOR = "communicator", _("Communication officer")
    COMMUNICATION_HEAD = "communication_head", _("Head of communication")
    DATA_OFFICER = "data_officer", _("Data protection officer")
    ADMINISTRATOR = "administrator", _("Administrator")


HIGH = frozenset({Role.PERSONNEL_DIRECTOR, Role.DIRECTOR_GENERAL, Role.CHIEF_INSPECTOR, Role.ADMINISTRATOR})
"""Roles that no single person gives: a second one confirms."""

INSPECTORS = (Role.INSPECTOR, Role.CHIEF_INSPECTOR)
"""Roles that see, within their units, who acted on and who read whatever record; never its content."""

FOUNDING = "founding"
"""Held by the system alone, and only until the first director of personnel and the first Director General hold their
mandates: nobody else could give these two. It is no role of an officer."""
FOUNDING_LABEL = _("The founding of the register")
