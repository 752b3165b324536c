"""What the page of patterns shows: every component with invented content, in both directions."""

from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace as Sample
from typing import Any

from django import forms
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from hasila.surfaces import charts
from hasila.surfaces.web.boxes import boxed
from hasila.surfaces.web.refusing import Problem, RefusalError, problems_of_form

_MOMENT = make_aware(datetime(2024, 10, 9, 14, 5))


class SampleForm(forms.Form):
    """A form with a field of each kind; the second one is always refused."""

    officer = forms.CharField(label=_("Officer"), help_text=_("Registration number, or type a name to search."))
    heard_on = forms.DateField(label=_("Heard on"), widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label=_("Measure"), choices=[("", "–"), ("warning", _("Warning")), ("blame", _("Blame"))])
    grounds = forms.CharField(label=_("Grounds"), widget=forms.Textarea, required=False)

    def clean_heard_on(self) -> None:
        """Refuses, so that a refusal can be seen."""
        raise RefusalError(
            Problem(
                str(_("The defence may be filed until 14 October 2024.")),
                basis=str(_("Statute of personnel, article 62")),
                remedy=str(_("Take this step after that day, or once the defence is filed.")),
            )
        )


@dataclass(frozen=True)
class Pattern:
    """One component on the page: its name, its template and what it is given."""

    name: str
    template: str
    context: dict[str, Any]


def patterns() -> list[Pattern]:
    """Every component with its sample, in the active language."""
    return [*_frames(), *_work(), *_figures()]


def _frames() -> list[Pattern]:
    form = SampleForm({"officer": "104 233", "heard_on": "2024-10-09", "kind": "blame"}, auto_id="sample_%s")
    form.is_valid()
    return [
        Pattern("notice", "notice", {"tone": "info", "title": _("The register was sealed"), "text": _("All is well.")}),
        Pattern("notice, warning", "notice", {"tone": "warn", "title": _("Recorded late"), "text": _("By 12 days.")}),
        Pattern(
            "breadcrumb",
            "breadcrumb",
            {"crumbs": [(_("Home"), "/"), (_("Disciplinary files"), "/"), ("DISC-24-7K3MQ9XZ2A", "")]},
        ),
        Pattern(
            "receipt",
            "receipt",
            {
                "receipt": Sample(
                    label=_("Decide"),
                    reference="DISC-24-7K3MQ9XZ2A",
                    moment=_MOMENT,
                    entry_id="0192-7f3e",
                    position=1204531,
                    outcomes=[(_("Files decided"), "#"), (_("Sanctions"), "#")],
                )
            },
        ),
        Pattern("error summary", "error_summary", {"errors": problems_of_form(form)}),
        Pattern("field", "field", {"field": form["officer"]}),
        Pattern("field, refused", "field", {"field": form["heard_on"]}),
        Pattern("choice", "field", {"field": form["kind"]}),
        Pattern("text", "field", {"field": form["grounds"]}),
        Pattern(
            "empty state",
            "empty_state",
            {
                "name": "tray",
                "title": _("Nothing waits for you"),
                "text": _("Files that need a step from you will stand here, the nearest deadline first."),
            },
        ),
        Pattern(
            "progress of long work",
            "progress",
            {
                "progress": Sample(
                    title=_("The year 2024 is being played"),
                    text=_("Every act goes through the same door as yours."),
                    done=184_300,
                    total=412_000,
                    refused=96,
                    url="",
                )
            },
        ),
    ]


def _work() -> list[Pattern]:
    late = Problem(
        str(_("This step belongs to: Director General, with a mandate over the unit of the record.")),
        basis=str(_("Statute of personnel, article 66")),
        remedy=str(_("Hand the record to somebody who holds that mandate, or ask for one.")),
    )
    steps = {
        "open_steps": [
            Sample(label=_("Record the hearing"), url="#", help=_("The council hears the officer."), due=True),
            Sample(label=_("Dismiss"), url="#", help="", due=False),
        ],
        "closed_steps": [Sample(label=_("Decide"), problem=late)],
    }
    events = [
        Sample(
            act=_("Notify the officer"),
            who="أمينة بنجلون",
            unit="ولاية أمن الرباط",
            moment=_MOMENT,
            cause="",
            note=_("Recorded 2 days after it happened."),
        ),
        Sample(
            act=_("Open a file"), who="Youssef El Amrani", unit="ولاية أمن الرباط", moment=_MOMENT, cause="", note=""
        ),
    ]
    head = Sample(
        title=_("Disciplinary file"),
        reference="DISC-24-7K3MQ9XZ2A",
        number=None,
        state=_("Notified"),
        tone="running",
        unit="ولاية أمن الرباط",
        opened_at=_MOMENT,
        due_on=_MOMENT,
        due_step=_("Decide"),
        late=True,
    )
    return [
        Pattern("record header", "record_header", {"head": head}),
        Pattern(
            "summary list",
            "summary_list",
            {
                "rows": [(_("Officer"), "كريم الإدريسي"), (_("Facts"), _("Absent without leave."))],
                "empty": [_("Defence"), _("Grounds")],
            },
        ),
        Pattern("steps", "steps", steps),
        Pattern("timeline", "timeline", {"events": events}),
        Pattern("register table", "register_table", {"table": _table()}),
        Pattern("pages", "pager", {"page": Sample(note=_("50 records, newest first"), previous_url="#", next_url="#")}),
    ]


def _table() -> Sample:
    heads = [(_("Reference"), False), (_("Officer"), False), (_("State"), False), (_("Days"), True)]
    lines = [
        ("DISC-24-7K3MQ9XZ2A", "كريم الإدريسي", (_("Notified"), "running"), "12"),
        ("DISC-24-9P2VB4WQ1C", "Salma Berrada", (_("Opened"), "new"), "3"),
        ("DISC-24-0A8RT5YN6D", "حسن العلوي", (_("Decided"), "final"), "61"),
    ]
    rows = []
    for reference, officer, (state, tone), days in lines:
        cells = [
            Sample(label=heads[0][0], html=boxed(reference), tone="", numeric=False),
            Sample(label=heads[1][0], html=officer, tone="", numeric=False),
            Sample(label=heads[2][0], html=state, tone=tone, numeric=False),
            Sample(label=heads[3][0], html=boxed(days), tone="", numeric=True),
        ]
        rows.append(Sample(url="#", cells=cells))
    return Sample(caption=_("Disciplinary files"), rows=rows, columns=[Sample(label=h, numeric=n) for h, n in heads])


def _figures() -> list[Pattern]:
    published = Sample(value=7513, expected=None, source=_("Annual tally 2024"), agrees=True)
    figure = Sample(
        key="",
        label=_("Officers promoted"),
        value=7513,
        unit=_("officers"),
        period="2024",
        change=-3.5,
        flag="",
        flag_label="",
        url="#",
        definition=_("Decisions of promotion, counted on the day of the decision."),
        published=published,
    )
    missing = Sample(
        key="",
        label=_("Calls to line 19"),
        value=None,
        unit="",
        period="2024",
        change=None,
        flag="",
        flag_label="",
        url="",
        definition="",
        published=Sample(value=2098139, expected=None, source="", agrees=None),
    )
    units = [("الدار البيضاء", 212), ("الرباط", 148), ("Tanger", 97)]
    bars = charts.compared(
        str(_("Disciplinary files by unit")),
        [(name, value, value - 9) for name, value in units],
        names=("2024", "2023"),
    )
    months = charts.months(str(_("Files opened by month")), [("2024", [12, 18, 9, 22, 17, 25, 19, 8, 14, 21, 16, 11])])
    return [
        Pattern("figure card", "figure_card", {"figure": figure}),
        Pattern("figure card, not counted yet", "figure_card", {"figure": missing}),
        Pattern("chart with table: bars", "chart", {"chart": bars}),
        Pattern("chart with table: months", "chart", {"chart": months}),
    ]
