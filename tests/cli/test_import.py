"""Files of clerks: every way that they are written, what is refused, and that nothing is imported twice."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.sample.models import Claim

Run = Callable[..., SimpleNamespace]


@pytest.fixture
def numbers(staff: SimpleNamespace) -> list[str]:
    return [staff.officer().registration_number for _turn in range(3)]


@pytest.fixture
def bring(hasila: Run, staff: SimpleNamespace) -> Run:
    """Imports claims from a file as the clerk; gives the result as data."""

    def run(path: Path, *arguments: str, step: str = "sample.claims.file") -> SimpleNamespace:
        said = hasila("import", step, path, "--unit", "PP-RBT", "--format", "json", *arguments, by=staff.clerk)
        said.result = json.loads(said.out) if said.out else {}
        return said

    return run


def refused_lines(path: Path) -> list[dict[str, str]]:
    with open(f"{path}.refused.csv", encoding="utf-8-sig", newline="") as file:
        csv.field_size_limit(1 << 25)
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("utf-16-le", ","), ("cp1256", ";")],
)
def test_every_encoding_and_delimiter(
    bring: Run, numbers: list[str], tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = tmp_path / "claims.csv"
    amount = "42" if encoding == "cp1256" else "٤٢"  # Windows-1256 has no Arabic-Indic digits
    lines = [[number, f"طلب رقم {i}", "Urgent", amount] for i, number in enumerate(numbers)]
    rows = [["Holder", "text", "Kind", "amount"], *lines]
    path.write_bytes("\r\n".join(delimiter.join(row) for row in rows).encode(encoding))
    said = bring(path)
    assert (said.code, said.result["performed"]) == (0, 3), said.err
    assert {claim.text for claim in Claim.objects.all()} == {f"طلب رقم {i}" for i in range(3)}
    assert set(Claim.objects.values_list("kind", "amount")) == {("urgent", 42)}
    assert not Path(f"{path}.refused.csv").exists()


def test_refused_lines_stand_beside_the_file(bring: Run, numbers: list[str], tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(
        "holder,text,amount,on\n"
        f"{numbers[0]},good,1,\n"
        "000000,no such holder,1,\n"
        f"{numbers[1]},,1,31/12/2099\n"
        f"{numbers[1]},not a number,many,\n"
        f"{numbers[1]},too much,5000,\n"
        f"{numbers[1]},in the future,1,31/12/2099\n"
        f'{numbers[1]},"invisible\u202e",1,\n'
        f"{numbers[2]},good too,2,09/10/2024\n",
        encoding="utf-8",
    )
    said = bring(path)
    assert said.code == 1
    assert (said.result["performed"], said.result["refused"]) == (2, 6)
    lines = refused_lines(path)
    assert [line["line"] for line in lines] == ["3", "4", "5", "6", "7", "8"]
    codes = [line["reasons"].partition("[")[2].partition("]")[0] for line in lines]
    assert codes == [
        "kernel.no_such_object",
        "kernel.missing",
        "kernel.invalid",
        "kernel.constraint",
        "sample.future",
        "kernel.control_characters",
    ]
    assert lines[0]["text"] == "no such holder"
    assert "[sample.future]" in lines[1]["reasons"]  # the rule beside the empty field


def test_nothing_is_imported_twice(bring: Run, numbers: list[str], tmp_path: Path) -> None:
    path, other = tmp_path / "a.csv", tmp_path / "b.csv"
    lines = [f"{numbers[0]},one", f"{numbers[0]},one", f"{numbers[1]},two"]
    path.write_text("\n".join(["holder,text", *lines]), encoding="utf-8")
    assert bring(path).result["performed"] == 3
    again = bring(path).result
    assert (again["performed"], again["replayed"]) == (0, 3)
    other.write_text("\n".join(["text;holder", f"two;{numbers[1]}", f"three;{numbers[2]}"]), encoding="utf-16")
    third = bring(other).result
    assert (third["performed"], third["replayed"]) == (1, 1)
    assert Claim.objects.count() == 4


def test_a_refused_line_is_taken_once_its_fault_is_gone(
    bring: Run, staff: SimpleNamespace, numbers: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(f"holder,text\n{numbers[0]},one\n3000099,two\n", encoding="utf-8")
    assert bring(path).result["refused"] == 1
    while staff.officer().registration_number != "3000099":
        continue
    said = bring(path)
    assert (said.code, said.result["performed"], said.result["replayed"]) == (0, 1, 1)


def test_a_dry_run_decides_and_writes_nothing(bring: Run, numbers: list[str], tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(f"holder,text,amount\n{numbers[0]},one,1\n{numbers[0]},two,9999\n", encoding="utf-8")
    said = bring(path, "--dry-run")
    assert (said.code, said.result["performed"], said.result["refused"]) == (1, 1, 1)
    assert refused_lines(path)[0]["line"] == "3"
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("holder", "import.missing_column"),
        ("holder,text,weather", "import.unknown_column"),
        ("holder,text,Text", "import.double_column"),
        ("", "import.empty"),
    ],
)
def test_a_wrong_header_stops_before_anything(
    bring: Run, numbers: list[str], tmp_path: Path, header: str, code: str
) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(f"{header}\n{numbers[0]},a,b\n", encoding="utf-8")
    said = bring(path)
    assert said.code == 1
    assert f"[{code}]" in said.err
    assert not Claim.objects.exists()


def test_columns_without_meaning_may_be_left_out(bring: Run, numbers: list[str], tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(f"holder,text,weather\n{numbers[0]},one,fine\n", encoding="utf-8")
    assert bring(path, "--ignore-unknown").result["performed"] == 1


@pytest.mark.parametrize("content", [b"PK\x03\x04 a spreadsheet", b"%PDF-1.7", b'holder,text\n1,"' + b"a" * 17_000_000])
def test_what_is_no_csv_is_refused(bring: Run, numbers: list[str], tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "claims.csv"
    path.write_bytes(content)
    said = bring(path)
    assert said.code == 1
    assert "[import." in said.err


def test_ten_megabytes_in_a_cell_refuse_their_line(bring: Run, numbers: list[str], tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(f"holder,text\n{numbers[0]},{'a' * 10_000_000}\n{numbers[1]},two\n", encoding="utf-8")
    said = bring(path)
    assert (said.result["performed"], said.result["refused"]) == (1, 1)
    assert "kernel.too_long" in refused_lines(path)[0]["reasons"]


def test_steps_on_records_that_exist(bring: Run, staff: SimpleNamespace, numbers: list[str], tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("\n".join(["holder,text", *(f"{number},x{number}" for number in numbers)]), encoding="utf-8")
    bring(path)
    references = [claim.reference for claim in Claim.objects.all()]
    path.write_text(
        "\n".join(["Reference,amount", *(f"{name.lower()},{i}" for i, name in enumerate(references)), "CLM-24-NONE,1"]),
        encoding="utf-8",
    )
    said = bring(path, step="sample.claims.amend")
    assert (said.result["performed"], said.result["refused"]) == (3, 1)
    assert set(Claim.objects.values_list("version", flat=True)) == {2}
