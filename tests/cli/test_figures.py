"""`hasila figures`: the register on the terminal, another year's file, and the checker that uses it from then on."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

from hasila.institution.figures.editions import PublishedFigure
from hasila.institution.roles import Role

Run = Callable[..., SimpleNamespace]
FILE = """id,value,unit,period,source
F001,4 100 000,cards,2023,حصيلة 2023
F002,3 000 000,cards,2023,حصيلة 2023
F003,1 000 000,cards,2023,حصيلة 2023
F021,12,persons,2022,حصيلة 2022
"""
ARTICLE = "In 2023 the service produced 4,200,000 national electronic identity cards.\n"


def test_another_years_figures_are_used_once_they_are_in(staff: SimpleNamespace, hasila: Run, tmp_path: Path) -> None:
    clerk = staff.holder(Role.COMMUNICATOR)
    file, article = tmp_path / "2023.csv", tmp_path / "article.txt"
    file.write_text(FILE, encoding="utf-8")
    article.write_text(ARTICLE, encoding="utf-8")

    def verdict() -> str:
        return json.loads(hasila("claims", article, "--format", "json").out)[0]["verdict"]

    assert verdict() == "unknown"
    nobody = hasila("figures", "import", file)
    assert nobody.code == 1 and "cli.nobody" in nobody.err
    other = hasila("figures", "import", file, by=staff.clerk)
    assert other.code == 1 and "kernel.no_mandate" in other.out
    tried = hasila("figures", "import", file, "--dry-run", by=clerk)
    assert tried.code == 1 and "figures.wrong_unit" in tried.out and not PublishedFigure.objects.exists()
    done = hasila("figures", "import", file, "--format", "json", by=clerk)
    lines = json.loads(done.out)
    assert [line["status"] for line in lines] == ["new", "new", "new", "refused"]
    assert lines[3]["field"] == "unit" and lines[3]["remedy"]
    assert "F001 = F002 + F003" in done.err  # printed so, and somebody should look
    again = json.loads(hasila("figures", "import", file, "--format", "json", by=clerk).out)
    assert [line["status"] for line in again] == ["there", "there", "there", "refused"]
    assert verdict() == "contradicted"
    shown = json.loads(hasila("figures", "show", "f018", "--format", "json").out)
    assert shown["id"] == "F001" and [one["year"] for one in shown["values"]] == [2024, 2023, 2022]
    assert hasila("figures", "show", "F999").code == 2
    listed = json.loads(hasila("figures", "list", "--year", "2023", "--format", "json").out)
    assert {row["id"] for row in listed} >= {"F001", "F021"} and all(row["year"] == 2023 for row in listed)
    assert "F001" in hasila("figures", "list", "--search", "بطاقات").out
    assert "100" in hasila("figures", "show", "F001").out and "2023" in hasila("figures", "show", "F001").out
