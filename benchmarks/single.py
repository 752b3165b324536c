"""One act at a time, in process, from one client: `python -m benchmarks.single [acts]`.

`perform` beside the same act in the usual way (form validation, save, history table, state machine, permission query),
in turns of one run.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.harness import bench_database, show

ROUNDS = 8


def main() -> None:
    count = int(next((a for a in sys.argv[1:] if a.isdigit()), "200"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.usual_settings"
    with bench_database(name="bench_single", settings="benchmarks.usual_settings") as people:
        from django.db import transaction
        from django.forms import modelform_factory
        from django.utils import timezone
        from tests.sample.models import Claims

        from benchmarks.usual.models import Request
        from hasila.institution.mandates import Mandate
        from hasila.kernel.perform import perform
        from hasila.kernel.records import new_id

        form = modelform_factory(Request, fields=["holder", "kind", "text", "amount"])
        content = {"holder": str(people.subject.pk), "kind": "plain", "text": "نص الطلب", "amount": "5"}

        def allowed(actor: Any) -> None:
            today = timezone.localdate()
            if not Mandate.objects.filter(officer_id=actor, unit__path__in=["/1/"], from_date__lte=today).exists():
                raise PermissionError

        def usual_open() -> Any:
            with transaction.atomic():
                allowed(people.clerk)
                filled = form(content)
                assert filled.is_valid()
                made = filled.save(commit=False)
                made.id = new_id()
                made.reference, made.unit_id = str(made.id)[-20:], people.rabat.pk
                made.opened_at = made.acted_at = timezone.now()
                made._change_reason = str(people.clerk)
                made.save(force_insert=True)
            return made.pk

        def usual_step(key: Any) -> None:
            with transaction.atomic():
                allowed(people.other_clerk)
                held = Request.objects.select_for_update().get(pk=key)
                # Duties kept apart: whoever filed it may not study it.
                filed = held.history.filter(history_type="+").values_list("history_change_reason", flat=True).first()
                assert filed != str(people.other_clerk)
                held.study()
                held.acted_at = timezone.now()
                held.save()

        def ours_open() -> Any:
            return perform(Claims.file, actor=people.clerk, unit=people.rabat.pk, data=content).record.pk

        def ours_step(key: Any) -> None:
            perform(Claims.study, key, actor=people.other_clerk)

        def rate(act: Callable[..., Any], keys: list[Any]) -> tuple[float, list[Any]]:
            start = time.perf_counter()
            made = [act(key) if key is not None else act() for key in keys]
            return len(keys) / (time.perf_counter() - start), made

        blank = [None] * count
        rate(ours_open, blank), rate(usual_open, blank)
        seen: dict[str, list[float]] = {"open": [], "open, usual": [], "step": [], "step, usual": []}
        for _ in range(ROUNDS):
            for opening, step, suffix in ((ours_open, ours_step, ""), (usual_open, usual_step, ", usual")):
                speed, keys = rate(opening, blank)
                seen[f"open{suffix}"].append(speed)
                seen[f"step{suffix}"].append(rate(step, keys)[0])
    figures: dict[str, Any] = {f"{name} acts/s": statistics.median(values) for name, values in seen.items()}
    for name in ("open", "step"):
        ratios = [a / b for a, b in zip(seen[name], seen[f"{name}, usual"], strict=True)]
        figures[f"{name} ratio to the usual way"] = statistics.median(ratios)
    show(figures)


if __name__ == "__main__":
    main()
