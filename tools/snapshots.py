"""The law tables: for each procedure, who may take which step in which state, in Arabic, for a jurist to read.

`python -m tools.snapshots` says which table differs from the one that was approved (tests/law/snapshots), and
`--write` approves what is declared now. A changed power shows as a changed line.
"""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tools.generated import Generated
from tools.setting_up import procedures

FOLDER = Path(__file__).parents[1] / "tests" / "law" / "snapshots"
DAY = date(2024, 12, 31)
"""The day of which the dated law is asked, so that a table changes by a decision and not by midnight."""

NOBODY, IMPOSSIBLE = "–", "×"


def table(procedure: type) -> str:
    """The law table of a procedure: first who may do what in each state, then what each step is bound to."""
    from django.utils import translation

    with translation.override("ar"):
        return "\n".join(_lines(procedure)) + "\n"


def _lines(procedure: type) -> Iterator[str]:
    from hasila.kernel.access import authority

    label = authority().role_label
    roles = sorted({role for step in procedure.transitions.values() for role in step.roles})
    yield f"{procedure.label}"
    yield f"{procedure.key}، الصيغة {procedure.version}"
    yield ""
    yield "من له الصلاحية: الحالة | الخطوة | الصفة | الحالة الموالية"
    for state in (None, *procedure.states.values()):
        yield ""
        for step in procedure.transitions.values():
            where = "قبل الفتح" if state is None else str(state.label)
            starts = step.opens if state is None else state in step.sources
            if not starts:
                yield f"{where} | {step.label} | {NOBODY} | {IMPOSSIBLE}"
                continue
            if step.consequent:
                yield f"{where} | {step.label} | تترتب عن إجراء آخر | {step.target.label}"
            for role in roles:
                may = step.target.label if role in step.roles else NOBODY
                if not step.consequent:
                    yield f"{where} | {step.label} | {label(role)} | {may}"
            for name in step.subjects:
                yield f"{where} | {step.label} | صاحب الشأن ({_field(procedure, name)}) | {step.target.label}"
    yield ""
    yield "ما تتقيد به كل خطوة"
    for step in procedure.transitions.values():
        yield ""
        yield from _bounds(procedure, step)
    yield ""
    readers = "، ".join(str(label(str(role))) for role in procedure.readers) or NOBODY
    yield f"يطلع على الملفات دون خطوة: {readers}"
    yield f"الاطلاع يقتضي بيان الغرض: {'نعم' if procedure.sensitive else 'لا'}"
    concerned = "، ".join(_field(procedure, name) for name in procedure.concerns) or NOBODY
    yield f"لا يتخذ خطوة في ملف يعنيه: {concerned}"


def _bounds(procedure: type, step: object) -> Iterator[str]:
    from hasila.surfaces.explain import explain

    found = next(one for one in explain(procedure, DAY).steps if one.name == step.name)
    yield f"{found.label} ({found.name})"
    yield f"  الأساس: {found.citation or NOBODY}"
    yield f"  تطلب: {'، '.join(one.label for one in found.asks if one.required) or NOBODY}"
    if any(not one.required for one in found.asks):
        yield f"  يمكن الإدلاء بما يلي: {'، '.join(one.label for one in found.asks if not one.required)}"
    if found.not_by:
        yield f"  لا يقوم بها من قام بما يلي: {'، '.join(found.not_by)}"
    if found.term is not None:
        since = found.term.since or "دخول الحالة"
        yield f"  الأجل: {found.term.days} يوما ابتداء من: {since} ({found.term.citation or NOBODY})"
    if found.guards:
        yield f"  الشروط: {'، '.join(one.partition(':')[0] for one in found.guards)}"
    if found.consequences:
        yield f"  يترتب عنها: {'، '.join(found.consequences)}"
    if found.corrects:
        yield f"  تلغي من الأرقام: {found.corrects}"
    if not found.consequent:
        yield f"  أقصى أجل للتسجيل: {'دون أجل' if found.late_days is None else f'{found.late_days} يوما'}"


def _field(procedure: type, name: str) -> str:
    from hasila.surfaces.explain import field_label

    return field_label(procedure, name)


def path_of(procedure: type) -> Path:
    """Where the approved table of a procedure lies."""
    return FOLDER / f"{procedure.key}.txt"


def tables() -> dict[Path, str]:
    """The table of every procedure, by its file."""
    return {path_of(procedure): table(procedure) for procedure in procedures()}


APPROVED = Generated(tables, FOLDER, "*.txt", "not as approved; see the change with --write and git diff")


if __name__ == "__main__":
    sys.exit(APPROVED.main(sys.argv[1:]))
