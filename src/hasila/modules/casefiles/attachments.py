"""Attachments: documents, scans and pictures that were added to a file, each with the digest of its content."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import Retention
from hasila.institution import law
from hasila.institution.roles import Role
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Act, Procedure, State, Transition, needs
from hasila.kernel.refusals import Refusal
from hasila.kernel.registers import Register
from hasila.modules.casefiles import severance
from hasila.modules.casefiles.belonging import follows, tells
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.case_rules import CHILD_GUARDS
from hasila.modules.casefiles.kinds import Media
from hasila.modules.casefiles.severance import Severable

OFFICERS = [Role.JUDICIAL_OFFICER, Role.MINORS_OFFICER, Role.VICTIMS_OFFICER]


class Attachment(Severable):
    """A file that was added; the entry that added it holds the SHA-256 of its content."""

    name = models.CharField(_("Name of the file"), max_length=120)
    media = models.CharField(_("Type of file"), max_length=16, choices=Media)
    size = models.PositiveIntegerField(_("Bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    upload = models.ForeignKey("casefiles.Upload", models.PROTECT, related_name="+", verbose_name=_("Content"))
    description = models.CharField(_("What it shows"), max_length=200, blank=True)
    written = models.ForeignKey(
        "casefiles.WrittenRecord",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("Annexed to the record"),
    )
    grounds = models.TextField(_("Grounds"), blank=True)

    class Meta(Severable.Meta):
        verbose_name = _("Attachment")
        verbose_name_plural = _("Attachments")
        constraints = [models.UniqueConstraint(fields=["upload"], name="casefiles_upload_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.reference})"


@needs("upload")
def is_what_was_sent(paper: Attachment, act: Act) -> Refusal | None:
    """What the entry says of the content is what the server measured."""
    sent = paper.upload
    if (paper.sha256, paper.size, paper.media) == (sent.sha256, sent.size, sent.media):
        return None
    return Refusal(
        "casefiles.attachment_differs",
        _("This is not the file that was sent."),
        field="upload",
        remedy=_("Attach it on the page of the case file."),
        status=422,
    )


@needs("written")
def record_is_of_this_file(paper: Attachment, act: Act) -> Refusal | None:
    """The written record that it is annexed to is of the same file."""
    if paper.written is None or paper.written.case_id == paper.case_id:
        return None
    return Refusal("casefiles.annexed_elsewhere", _("This belongs to another file."), field="written", status=422)


class Attachments(Procedure):
    record = Attachment
    label = _("Attachments")
    prefix = "ATT"
    sensitive = True
    purposes = CaseFiles.purposes
    readers = (Role.PROSECUTOR, Role.UNIT_CHIEF, Role.INSPECTOR, Role.CHIEF_INSPECTOR)
    search = ("name", "description", "case.reference")
    personal = ("severance", "written", "name", "sha256", "description", "grounds")
    retention = Retention(law.cutoff("casefiles.retention"), "casefiles.retention", rests=("kept",))
    register = Register(
        columns=("reference", "name", "description", "media", "size", "case", "unit", "state"),
        filters=("state", "unit", "media", "case"),
    )
    constraints = {
        "casefiles_upload_once": Refusal(
            "casefiles.attached_already", _("This content is attached already."), field="upload"
        )
    }

    kept = State(_("Attached"), initial=True)
    taken_out = State(_("Taken out"), final=True, requires=["grounds"])

    attach = Transition(
        _("Attach a file"),
        None,
        kept,
        by=OFFICERS,
        asks=["case", "name", "media", "size", "sha256", "upload"],
        may=["description", "written"],
        guards=[*CHILD_GUARDS, is_what_was_sent, record_is_of_this_file],
        basis="criminal_procedure/18",
        facets=["media"],
        then=[tells("paper_added")],
        help=_("PDF, JPEG, PNG or plain text. Recordings are seized as exhibits."),
    )
    take_out = Transition(
        _("Take out of the file"),
        kept,
        taken_out,
        by=OFFICERS,
        asks=["grounds"],
        guards=[*CHILD_GUARDS],
        basis="criminal_procedure/18",
        then=[tells("paper_left")],
        help=_("It stays readable, and says that it was taken out."),
    )
    move_along = follows(kept, taken_out)
    goes = severance.going(kept, effects=())

    attached = Count(
        _("Files attached"), of=attach, by=["unit", "media"], unit=_("files"),
        definition=_("Files attached to case files in the year."),
    )  # fmt: skip
