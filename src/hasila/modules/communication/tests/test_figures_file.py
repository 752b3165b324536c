"""Another year's figures from a file: what is taken, what stands already, why a line is refused."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from hasila.institution.figures.editions import PublishedFigure, register
from hasila.kernel.refusals import Refused
from hasila.modules.communication.figures import Line, read, take

Bring = Callable[..., list[Line]]
HEADER = "id,value,unit,period,source\n"
GOOD = HEADER + "F001,4 100 000,cards,2023,حصيلة 2023\nF023,-8,%,2023/2022,حصيلة 2023\nF021,٧٥٥٥٤١,قضية,٢٠٢١,حصيلة\n"


@pytest.fixture
def bring(desk: SimpleNamespace, tmp_path: Path) -> Bring:
    """Takes a file's text as the communicator; gives its lines."""

    def run(text: str, *, dry_run: bool = False, encoding: str = "utf-8") -> list[Line]:
        path = tmp_path / "figures.csv"
        path.write_bytes(text.encode(encoding))
        lines = read(path)
        take(lines, desk.writer, desk.unit, dry_run=dry_run)
        return lines

    return run


def statuses(lines: list[Line]) -> list[str]:
    return [line.status for line in lines]


def reasons(line: Line) -> set[tuple[str, str | None]]:
    return {(refusal.code, refusal.field) for refusal in line.refusals}


def test_a_file_is_tried_taken_and_taken_again(bring: Bring) -> None:
    assert statuses(bring(GOOD, dry_run=True)) == ["new"] * 3
    assert PublishedFigure.objects.count() == 0
    lines = bring(GOOD)
    assert statuses(lines) == ["new"] * 3 and all(line.reference for line in lines)
    found = register()
    assert found.entries["F001"].of(2023).value == 4_100_000
    assert found.entries["F021"].of(2021).value == 755_541
    again = bring(GOOD.replace("4 100 000", "4.100.000"))
    assert statuses(again) == ["there"] * 3 and again[0].reference == lines[0].reference
    assert PublishedFigure.objects.count() == 3


def test_each_refused_line_says_why(bring: Bring) -> None:
    lines = bring(
        HEADER
        + "F001,4100000,cards,2023,حصيلة\n"
        + "F001,4200000,cards,2023,حصيلة أخرى\n"
        + "F001,4100000,cards,2023,حصيلة\n"
        + "F001,4696069,cards,2024,المصدر نفسه\n"
        + "F001,4696068,cards,2024,مصدر آخر\n"
        + "F999,1,cards,2023,حصيلة\n"
        + "F021,100,persons,2022,حصيلة\n"
        + "F021,many,cases,next year,حصيلة\n"
        + "F021,,cases,2022,\n"
        + 'F021,100,cases,2022,"حصيلة\u202e"\n'
        + "F021,-5,cases,2020,حصيلة\n"
    )
    assert statuses(lines) == ["new", "refused", "there", "there", *["refused"] * 7]
    assert reasons(lines[1]) == {("figures.other_value", "value")}
    assert " 2)" in lines[1].refusals[0].params["known"]
    assert reasons(lines[4]) == {("figures.other_value", "value")}
    assert reasons(lines[5]) == {("figures.unknown", "id")}
    assert reasons(lines[6]) == {("figures.wrong_unit", "unit")}
    assert reasons(lines[7]) == {("figures.value", "value"), ("figures.period", "period")}
    assert reasons(lines[8]) == {("kernel.missing", "value"), ("kernel.missing", "source")}
    assert reasons(lines[9]) == {("kernel.control_characters", "source")}
    assert reasons(lines[10]) == {("figures.value_cannot_be", "value")}
    assert all(refusal.help or refusal.code.startswith("kernel.") for line in lines for refusal in line.refusals)
    assert PublishedFigure.objects.count() == 1


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1256", ",")])
def test_files_as_spreadsheets_write_them(bring: Bring, encoding: str, mark: str) -> None:
    rows = [["المعرف", "القيمة", "الوحدة", "السنة", "المصدر"], ["f075", "1 500 000", "زائر", "2023", "حصيلة"]]
    lines = bring("\r\n".join(mark.join(row) for row in rows), encoding=encoding)
    assert statuses(lines) == ["new"], lines[0].refusals


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "import.empty"),
        ("id,value,unit,period\n", "figures.no_column"),
        ("%PDF-1.7 something", "import.unreadable"),
        (HEADER + "F001,1,cards,2020,x\n" * 5_001, "figures.too_many_lines"),
    ],
)
def test_a_file_that_is_none(bring: Bring, text: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        bring(text)
    assert caught.value.refusal.code == code
