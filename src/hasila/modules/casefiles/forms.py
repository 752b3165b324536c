"""Forms of case files where the derived one doesn't do: a new written record, a file to attach."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hasila.kernel.refusals import Refused, missing
from hasila.modules.casefiles import uploads
from hasila.modules.casefiles.kinds import RecordKind
from hasila.surfaces.web.forms import StepForm, Unjudged

ORDER = (
    "case", "kind", "party", "facing", "place", "began_at", "rights", "rights_told_at", "attended_by", "language",
    "interpreter", "text", "translation", "assisted_by", "ended_at", "corrects",
)  # fmt: skip
"""As an officer draws a record up: who, where, when, what they were told, what they said."""
ONLY_FOR = {
    "facing": (RecordKind.CONFRONTATION,),
    "rights": (RecordKind.HEARING_SUSPECT, RecordKind.CONFRONTATION),
    "rights_told_at": (RecordKind.HEARING_SUSPECT, RecordKind.CONFRONTATION),
}
"""What is asked for these kinds alone."""


class DraftForm(StepForm):
    """Begins a written record: what its kind needs, the text in the middle."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kind = self.fields["kind"].initial
        if kind:
            self.fields["kind"].widget = forms.HiddenInput()
            for name, kinds in ONLY_FOR.items():
                if kind not in kinds:
                    del self.fields[name]
            self.title = RecordKind(kind).label
        if not self.fields["translation"].initial:
            self.fields["translation"].widget.attrs["rows"] = 4
        self.order_fields(ORDER)


class AttachForm(StepForm):
    """Attaches the file that was sent."""

    writes = True

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in uploads.MEASURED:
            del self.fields[name]
        picker = forms.FileInput({"accept": ",".join(uploads.ENDINGS)})
        hint = _("PDF, JPEG, PNG or plain text, %(most)s MB at most.") % {"most": uploads.MOST // (1024 * 1024)}
        self.fields["file"] = Unjudged(label=_("File"), widget=picker, help_text=hint)
        self.order_fields(["case", "file", "description", "written"])

    def content(self) -> dict[str, Any]:
        """What goes to the door, once the content is kept.

        Raises:
            Refused: no file was sent, or it can't be attached.
        """
        sent = self.cleaned_data.get("file")
        if not sent:
            raise Refused(missing("file"))
        if sent.size > uploads.MOST:
            raise Refused(uploads.too_large())
        key = self.cleaned_data.get("_key") or None  # the same form sent twice finds what its first click did
        return {**super().content(), **uploads.attached(self.actor.id, key, sent.name, sent.read())}  # type: ignore[arg-type]
