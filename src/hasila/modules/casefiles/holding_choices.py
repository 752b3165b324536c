"""The classes of custody, of the retention of minors and of identity checks. Codes are stored and never change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Regime(models.TextChoices):
    """Which terms run: the offence settles it (`casefiles.custody.regime.*` in the law data)."""

    ORDINARY = "ordinary", _("Ordinary offence")
    STATE_SECURITY = "state_security", _("Security of the State")
    TERRORISM = "terrorism", _("Terrorism")


class Framework(models.TextChoices):
    """The inquiry in which somebody is held."""

    FLAGRANT = "flagrant", _("Flagrante delicto")
    PRELIMINARY = "preliminary", _("Preliminary inquiry")
    LETTER_ROGATORY = "letter_rogatory", _("Letter rogatory")


class Reason(models.TextChoices):
    """Why somebody is held; which of them the law lists on a day is data (`casefiles.custody.reasons`)."""

    INQUIRY = "inquiry", _("The inquiry requires it")
    EVIDENCE = "evidence", _("Keep the evidence, and the scene from being changed")
    PRESENCE = "presence", _("Acts of inquiry that need the person's presence")
    FLIGHT = "flight", _("Keep the person at the disposal of justice, and from fleeing")
    PROTECTION = "protection", _("Protect the person")
    DISTURBANCE = "disturbance", _("End the disturbance that the offence caused")
    PRESSURE = "pressure", _("Keep witnesses, victims and their families from pressure")
    COLLUSION = "collusion", _("Keep the person from concerting with others involved")


class Note(models.TextChoices):
    """What happens to somebody who is held, each an act with a time of its own."""

    REASONS_TOLD = "reasons_told", _("Reasons and rights told")
    SILENCE_TOLD = "silence_told", _("Right to silence told")
    LAWYER_TOLD = "lawyer_told", _("Right to a lawyer told")
    LAWYER_AT_HEARING_TOLD = "lawyer_at_hearing_told", _("Right to a lawyer at the hearing told")
    DOCTOR_TOLD = "doctor_told", _("Right to a medical examination told")
    FAMILY_TOLD = "family_told", _("Family told")
    FAMILY_NOT_TOLD = "family_not_told", _("Family not told yet")
    GUARDIAN_TOLD = "guardian_told", _("Guardian told")
    GUARDIAN_INSTEAD = "guardian_instead", _("Somebody told in place of the guardian")
    PROSECUTOR_TOLD = "prosecutor_told", _("Public prosecution told")
    NOTICE_SIGNED = "notice_signed", _("Notice of rights signed")
    NOTICE_REFUSED = "notice_refused", _("Notice of rights not signed")
    LAWYER_ASKED = "lawyer_asked", _("Lawyer asked for")
    LAWYER_DECLINED = "lawyer_declined", _("Lawyer declined")
    LAWYER_CONTACTED = "lawyer_contacted", _("Lawyer contacted")
    LAWYER_ALLOWED = "lawyer_allowed", _("Talk with the lawyer permitted")
    LAWYER_SPOKE = "lawyer_spoke", _("Talk with the lawyer")
    LAWYER_PRESENT = "lawyer_present", _("Lawyer present at the hearing")
    INTERPRETER = "interpreter", _("Interpreter called")
    SOCIAL_WORKER_TOLD = "social_worker_told", _("Social worker told")
    EXAMINED = "examined", _("Medical examination")
    NOT_EXAMINED = "not_examined", _("Medical examination not needed")
    CONDITION = "condition", _("Physical condition")
    HEARING = "hearing", _("Hearing")
    REST = "rest", _("Rest")
    MEAL = "meal", _("Meal")
    MEAL_DECLINED = "meal_declined", _("Meal declined")
    MOVED = "moved", _("Moved to another cell or place")
    TAKEN_OUT = "taken_out", _("Taken out for the inquiry")
    PROPERTY_TAKEN = "property_taken", _("Property taken into keeping")
    PROPERTY_RETURNED = "property_returned", _("Property given back")
    VISIT = "visit", _("Visit")
    OTHER = "other", _("Other event")


ANSWERS: dict[str, tuple[str, ...]] = {
    "family_told": (Note.FAMILY_TOLD, Note.FAMILY_NOT_TOLD),
    "guardian_told": (Note.GUARDIAN_TOLD, Note.GUARDIAN_INSTEAD),
    "doctor_told": (Note.DOCTOR_TOLD, Note.EXAMINED, Note.NOT_EXAMINED),
    "lawyer_told": (Note.LAWYER_TOLD, Note.LAWYER_ASKED, Note.LAWYER_DECLINED, Note.LAWYER_CONTACTED),
    "family_or_lawyer_told": (Note.FAMILY_TOLD, Note.GUARDIAN_TOLD, Note.LAWYER_CONTACTED),
}
"""The notes that discharge a duty of the law data, where it isn't the note of the same code alone."""

DUTY_LABELS = {"family_or_lawyer_told": _("Family or lawyer told")}
"""What people read for a duty that isn't the name of a note."""

LASTING = (Note.HEARING, Note.REST, Note.LAWYER_SPOKE, Note.TAKEN_OUT, Note.VISIT)
"""Notes with an end of their own."""
EXPLAINED = (
    Note.FAMILY_TOLD, Note.FAMILY_NOT_TOLD, Note.GUARDIAN_TOLD, Note.GUARDIAN_INSTEAD, Note.LAWYER_CONTACTED,
    Note.LAWYER_SPOKE, Note.LAWYER_PRESENT, Note.INTERPRETER, Note.SOCIAL_WORKER_TOLD, Note.EXAMINED,
    Note.NOT_EXAMINED, Note.CONDITION, Note.NOTICE_REFUSED, Note.MOVED, Note.TAKEN_OUT, Note.PROPERTY_TAKEN,
    Note.PROPERTY_RETURNED, Note.VISIT, Note.OTHER,
)  # fmt: skip
"""Notes that say nothing without words: whom, how, what, where or why not."""


class Ending(models.TextChoices):
    """How custody or retention ended."""

    FREED = "freed", _("Freed")
    PRESENTED = "presented", _("Presented to the public prosecution")
    HOSPITAL = "hospital", _("Handed to a hospital")
    MINOR = "minor", _("Found to be a minor: handed to the officer for minors")
    GUARDIAN = "guardian", _("Handed to the guardian")
    AUTHORITY = "authority", _("Handed to another authority")
    DIED = "died", _("Died")


class CheckEnding(models.TextChoices):
    """How an identity check ended."""

    ESTABLISHED = "established", _("Identity established, let go")
    NOT_ESTABLISHED = "not_established", _("Let go, identity not established")
    PRESENTED = "presented", _("Presented to the public prosecution")
    HELD = "held", _("Placed in custody or retention in a case file")


class Signature(models.TextChoices):
    """How the person signed the register."""

    SIGNED = "signed", _("Has signed")
    REFUSED = "refused", _("Refused to sign")
    UNABLE = "unable", _("Can't sign")


class Answer(models.TextChoices):
    """What became of a request for more time."""

    WAITING = "waiting", _("Waits for the public prosecution")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    LAPSED = "lapsed", _("Lapsed: the person was no longer held")


class Book(models.TextChoices):
    """The three registers of persons held."""

    CUSTODY = "custody", _("Register of custody")
    MINORS = "minors", _("Register of minors retained")
    IDENTITY = "identity", _("Register of identity checks")
