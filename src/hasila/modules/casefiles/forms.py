"""Forms of case files where the derived one doesn't do: a new written record, a file to attach, a union to undo."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from hasila.kernel.access import elevated
from hasila.kernel.refusals import Refused, listed, missing
from hasila.modules.casefiles import uploads
from hasila.modules.casefiles.kinds import RecordKind
from hasila.modules.casefiles.parties import Party
from hasila.modules.casefiles.parting import Undoing, undoing
from hasila.modules.casefiles.party_severance import FILLED
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


class UniteForm(StepForm):
    """Unites two entries of a person in a file: offered are those in the same category that are linked to one file."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        assert isinstance(self.record, Party)
        self.fields["grounds"].initial = None
        self.title = self.record.name
        same = {"case": self.record.case_id, "category": self.record.category, "state": self.record.state}
        rows = Party.objects.filter(**same, person=self.record.person_id, person__isnull=False)
        others = rows.exclude(pk=self.record.pk).order_by("id").defer("search", "trail")
        choices = [(str(one.pk), f"{one.name} · {one.reference}") for one in others]
        self.fields["same_as"].label = _("Entry that goes on")
        self.fields["same_as"].widget = forms.Select(choices=[("", "–"), *choices])
        self.fields["same_as"].initial = choices[0][0] if len(choices) == 1 else None
        self.fields["same_as"].help_text = "" if choices else _("Link both to the person's file first.")


class CardIsAnothersForm(StepForm):
    """Takes a wrong card number from an entry: the field stands empty for the right one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        assert isinstance(self.record, Party)
        self.title = self.record.name
        for name in ("grounds", "card_number"):
            self.fields[name].initial = None


class StandAloneForm(StepForm):
    """Undoes the union of two entries, and says first what goes back and what doesn't."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        assert isinstance(self.record, Party)
        self.fields["grounds"].initial = None
        if self.record.same_as is not None:
            self.title = self.record.name
            with elevated():  # the reader was shown the entry; records are named by their kind and reference alone
                told = _told(undoing(self.record, self.record.same_as), self.record.same_as.reference)
            self.fields["grounds"].help_text = format_html_join(mark_safe("<br>"), "{}", ((one,) for one in told))


def _told(what: Undoing, other: str) -> Iterator[SafeString]:
    """What goes back, and what doesn't, each in a sentence of HTML."""
    columns: list[Any] = [Party._meta.get_field(name) for name in what.given if name in FILLED]
    given = listed([str(column.verbose_name) for column in columns])
    if what.back:
        yield _said(_("Goes back to this entry: %(records)s."), records=_named(what.back))
    if columns:
        text = _("The entry %(other)s no longer says, since it took it from this one: %(fields)s.")
        yield _said(text, other=_whole(other), fields=given)
    if what.stays:
        text = _("Signed, done or handed on since the union, and stays with the entry %(other)s: %(records)s.")
        yield _said(text, other=_whole(other), records=_named(what.stays))
    if what.since:
        text = _("Entered since the union, and stays with the entry %(other)s: %(records)s.")
        yield _said(text, other=_whole(other), records=_named(what.since))
    if not (what.back or columns):
        yield _said(_("Nothing that the union moved is left to go back: this entry just stands by itself again."))


def _said(text: Any, **parts: Any) -> SafeString:
    return mark_safe(escape(text) % {name: conditional_escape(part) for name, part in parts.items()})


def _named(records: Iterable[Any]) -> SafeString:
    return mark_safe(listed([f"{escape(one._meta.verbose_name)} {_whole(one.reference)}" for one in records]))


def _whole(reference: str) -> SafeString:
    return format_html('<bdi dir="ltr" class="nowrap">{}</bdi>', reference)


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
