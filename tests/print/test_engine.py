"""Documents by Typst: real PDFs, the right words in the right order, and no command out of what somebody typed."""

import datetime
import threading
from collections.abc import Callable
from typing import Any

import pytest

from hasila.surfaces.print import engine
from hasila.surfaces.print.bilingual import Both
from hasila.surfaces.print.engine import PrintError, render
from hasila.surfaces.print.sheet import Provenance

Decision = Callable[..., dict[str, Any]]
Words = Callable[[bytes], str]

HOSTILE = [
    "#panic()",
    ']#read("/etc/passwd")',
    '"] #eval("1/0") [',
    "$ x/0 $ *bold* _it_ `raw` = Title",
    '@label <label> \\ #import "@preview/x:0.0.1": *',
    "#{sys.inputs}",
    "\\u{0} %s %(x)s {0} ${PATH}",
]
AT = datetime.datetime(2024, 8, 9, tzinfo=datetime.UTC)


def test_a_decision_is_a_tagged_archive_pdf(decision: Decision) -> None:
    pdf = render("act", decision())
    assert pdf.startswith(b"%PDF-1.")
    assert b"/MarkInfo" in pdf
    assert b"pdfaid" in pdf


def test_both_languages_and_the_provenance_are_there(decision: Decision, words: Words) -> None:
    entry = "018f3c1e-7b2a-7c3d-9e4f-0a1b2c3d4e5f"
    text = words(render("act", decision(Provenance(entry, 123456))))
    for expected in ("Décision disciplinaire", "قرار", "Mohammed EL IDRISSI", "الموظف", entry, "123 456", "1 / 1"):
        assert expected in text
    assert text.index("Décision disciplinaire") < text.index("Mohammed EL IDRISSI") < text.index("avertissement")


def test_numbers_inside_arabic_keep_their_order(decision: Decision, words: Words) -> None:
    sentence = (
        "بلغ الاستدعاء عدد DISC-24-7K3MQ9XZ2A بتاريخ 2024-06-18 ونسبته −24% وعدده 4\u202f696\u202f069 من 12/03/2024."
    )
    text = words(render("act", decision(rows=[(Both("الوقائع", "Faits"), sentence * 2)])))
    for expected in ("DISC-24-7K3MQ9XZ2A", "2024-06-18", "−24%", "4 696 069", "12/03/2024"):
        assert text.count(expected) >= 2, expected


def test_the_sign_between_a_letter_and_a_number_is_no_minus(decision: Decision, words: Words) -> None:
    text = words(render("act", decision(rows=[(Both("الختم", "Scellé"), "وضع الختم خ-551 اليوم")])))
    assert "551" in text and "-551" not in text  # the sign stands between the two, and not behind the number


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_somebody_typed_is_never_a_command(decision: Decision, words: Words, hostile: str) -> None:
    changes: dict[str, Any] = {
        "title": Both("قرار", hostile),
        "subtitle": Both(hostile, hostile),
        "rows": [(Both("س", hostile), hostile), (Both("س", "x"), (hostile + "\n") * 3)],
        "articles": [Both("مادة", hostile)],
        "notes": [hostile],
    }
    text = words(render("act", decision(**changes)))
    letters = "".join(text.split())
    assert "".join(hostile.split()) in letters
    assert "root:" not in text


def test_direction_controls_in_a_name_are_dropped(decision: Decision, words: Words) -> None:
    name = "Mohammed \u202eISSIRDI LE\u202c"
    text = words(render("act", decision(rows=[(Both("الموظف", "Fonctionnaire"), Both("محمد", name))])))
    assert "Mohammed ISSIRDI LE" in text


def test_the_same_data_and_time_give_the_same_bytes(decision: Decision) -> None:
    data = decision()
    assert render("act", data, made_at=AT) == render("act", data, made_at=AT)


def test_a_demonstration_says_so(decision: Decision, settings: Any) -> None:
    settings.DEMO = True
    assert decision()["demo"] is not None
    settings.DEMO = False
    assert decision()["demo"] is None
    assert decision(Provenance("x", 1, simulated=True))["demo"] is not None


def test_the_code_states_what_is_verified(decision: Decision) -> None:
    from hasila.surfaces.print.sheet import verification

    stated = verification("DISC-24-7K3MQ9XZ2A", datetime.date(2024, 8, 8), Provenance("entry", 7))
    assert stated == "HASILA DISC-24-7K3MQ9XZ2A 2024-08-08 entry 7"
    assert decision()["qr"].startswith("<svg")


@pytest.mark.parametrize("name", ["nothing", "../act", "_house", "act.typ", ""])
def test_only_the_templates_of_the_house_are_rendered(name: str) -> None:
    with pytest.raises(PrintError, match="no template"):
        render(name, {})


def test_a_broken_document_says_which_template_and_not_the_data() -> None:
    with pytest.raises(PrintError) as caught:
        render("act", {"secret": "value"})
    assert str(caught.value).startswith("act:")
    assert "value" not in str(caught.value)


def test_templates_hold_no_words_of_their_own() -> None:
    for path in engine.TEMPLATES.glob("*.typ"):
        arabic = [
            c for line in path.read_text(encoding="utf-8").splitlines() for c in line if "\u0600" <= c <= "\u06ff"
        ]
        assert not arabic, path


def test_threads_print_side_by_side(decision: Decision) -> None:
    made: list[bytes] = []
    data = [decision(notes=[f"note {number}"]) for number in range(4)]
    threads = [threading.Thread(target=lambda d=one: made.append(render("act", d, made_at=AT))) for one in data]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == sorted(render("act", one, made_at=AT) for one in data)


def test_a_long_document_goes_on_over_pages(decision: Decision, words: Words) -> None:
    article = Both("يبلغ هذا القرار إلى المعني بالأمر. " * 12, "La présente décision est notifiée. " * 12)
    text = words(render("act", decision(articles=[article] * 12)))
    assert "2 / 3" in text or "2 / 4" in text
