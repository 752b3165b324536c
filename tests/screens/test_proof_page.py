"""The page /proof in a real Chromium: what it calls valid and what not, with the words of its reason, offline."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hasila.assurance.papers import REASONS, Unproven, check, compact
from hasila.tlog.note import Ed25519Signer
from tests.assurance.sample_proof import ORIGIN, Sample
from tests.screens.test_browser import Visitor

SAMPLE = Sample()
PROOF = SAMPLE.proof()


@pytest.fixture
def visit(chrome: Any, ledger_db: None, server_url: str) -> Iterator[Any]:
    """Opens windows on a service with an empty ledger."""
    opened: list[Visitor] = []

    def make(language: str = "en", width: str = "wide", **how: Any) -> Visitor:
        opened.append(Visitor(chrome, server_url, language, width, **how))
        return opened[-1]

    yield make
    for visitor in opened:
        visitor.context.close()


def checked(page: Any, text: str, key: str, witnesses: str = "") -> tuple[str, str]:
    """Gives the page a proof and keys; the verdict and what stands with it."""
    page.fill("[data-proof-text]", text)
    page.fill("[data-proof-keys]", key)
    if not page.locator("[data-proof-witnesses]").is_visible():
        page.click("details.further summary")
    page.fill("[data-proof-witnesses]", witnesses)
    page.click("[data-proof-check]")
    shown = page.locator("[data-proof-good]:visible, [data-proof-bad]:visible")
    shown.wait_for()
    return shown.locator(".notice__title").inner_text(), shown.inner_text()


CHECK = """async given => {
  const part = name => document.querySelector(`[data-proof-${name}]`), said = [];
  const typed = (name, value) => {
    part(name).value = value;
    part(name).dispatchEvent(new Event("input", {bubbles: true}));
  };
  for (const [text, key, witnesses] of given) {
    typed("text", text), typed("keys", key), typed("witnesses", witnesses);
    if (!part("good").hidden || !part("bad").hidden) throw new Error("an old verdict stands");
    part("check").click();
    let shown;
    while (!(shown = ["good", "bad"].map(part).find(one => !one.hidden)))
      await new Promise(next => setTimeout(next));
    if (!shown.checkVisibility()) throw new Error("the verdict isn't seen");
    said.push([shown.querySelector(".notice__title").innerText, shown.innerText]);
  }
  return said;
}"""


def all_checked(page: Any, given: list[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """The same for many, without moving mouse and keys for each: text, key and witnesses."""
    return [(verdict, said) for verdict, said in page.evaluate(CHECK, given)]


@pytest.mark.browser
def test_a_valid_proof_as_file_and_as_code(visit: Any, tmp_path: Path) -> None:
    window = visit()
    page = window.go("/proof")
    for text in (PROOF.text(), compact(PROOF)):
        verdict, said = checked(page, text, SAMPLE.log.public, SAMPLE.witnesses[0].public)
        assert verdict == "Valid proof"
        for words in ("personnel.discipline.decide", "24-R40M30E209", "734003", "9 October 2024", "witness.example/w1"):
            assert words in said
    file = tmp_path / "receipt.tlog-proof"
    file.write_text(PROOF.text())
    page.set_input_files("[data-proof-file]", file)
    page.wait_for_function("document.querySelector('[data-proof-text]').value.startsWith('c2sp.org')")
    assert page.locator("[data-proof-good]").is_hidden(), "what was said of another proof is gone"
    page.click("[data-proof-check]")
    page.locator("[data-proof-good]").wait_for()
    assert not window.judge("proof-valid")


@pytest.mark.browser
def test_each_way_in_which_it_fails(visit: Any) -> None:
    page = visit().go("/proof")
    key, text = SAMPLE.log.public, PROOF.text()
    flipped = "B" if text[60] != "B" else "C"
    cases = [
        (text.replace("index 734003", "index 734002"), key, "", "altered"),
        (text[:60] + flipped + text[61:], key, "", "altered"),
        (text.replace("\n1048576\n", "\n1048577\n"), key, "", "signature"),
        (text, Ed25519Signer.generate(ORIGIN).public, "", "other_key"),
        (text, Ed25519Signer.generate("other.example/log").public, "", "other_log"),
        (text, key, SAMPLE.witnesses[1].public, "witnesses"),
        (text[:300], key, "", "unreadable"),
        ("something else", key, "", "unreadable"),
        (compact(PROOF)[:-5], key, "", "unreadable"),
        (compact(PROOF).replace("HASILA1:", "HASILA1:00"), key, "", "unreadable"),
    ]
    answers = all_checked(page, [case[:3] for case in cases])
    for (*_given, code), (verdict, said) in zip(cases, answers, strict=True):
        assert (verdict, REASONS[code] in said) == ("Not valid", True), (code, said)
    changed = compact(PROOF)
    changed = changed[:400] + ("0" if changed[400] != "0" else "1") + changed[401:]
    assert checked(page, changed, key)[0] == "Not valid"
    without = [("", key, ""), (text, "", ""), (text, "rubbish", ""), (text, SAMPLE.witnesses[0].public, "")]
    assert [verdict for verdict, _said in all_checked(page, without)] == ["Not checked"] * 4


@pytest.mark.browser
def test_nothing_is_sent(visit: Any) -> None:
    """The page works with the network gone, and asks for nothing while it checks."""
    window = visit()
    page = window.go("/proof")
    page.evaluate("document.fonts.ready.then(() => 0)")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    window.context.set_offline(True)
    assert checked(page, PROOF.text(), SAMPLE.log.public)[0] == "Valid proof"
    assert checked(page, PROOF.text() + "x", SAMPLE.log.public)[0] == "Not valid"
    assert asked == []


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width", "dark"), [("ar", "wide", False), ("ar", "narrow", True)])
def test_in_arabic_at_two_widths(visit: Any, language: str, width: str, dark: bool) -> None:
    window = visit(language, width, dark=dark)
    page, axe = window.go("/proof"), not dark  # the dark colours of all parts are tried on the page of patterns
    wrong = window.judge("proof-empty", axe=axe)
    checked(page, PROOF.text(), SAMPLE.log.public, SAMPLE.witnesses[0].public)
    wrong += window.judge("proof-good", axe=axe)
    checked(page, PROOF.text(), Ed25519Signer.generate(ORIGIN).public)
    wrong += window.judge("proof-bad", axe=axe)
    assert not wrong, "\n".join(wrong)


@pytest.mark.browser
def test_without_scripts_it_says_what_to_do(visit: Any) -> None:
    page = visit("en", "wide", scripts=False).go("/proof")
    assert page.locator("[data-proof]").is_hidden()
    assert page.locator("[data-proof-without]").is_visible()
    assert "hasila proof check" in page.locator("main").inner_text()


def test_the_page_keeps_nothing_that_is_typed(db: None) -> None:
    """Its fields have no names, so that no browser ever sends them."""
    answer = Client().get("/proof", HTTP_HOST="localhost")
    form = answer.content.decode().split("data-proof hidden")[1].split("</form>")[0]
    assert answer.status_code == 200
    assert " name=" not in form


def mutated(dice: random.Random, text: str) -> str:
    """One random change: a letter, a line more or less or twice, two lines swapped, a piece cut out."""
    lines = text.split("\n")
    at, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    place = dice.randrange(len(text))
    kind = dice.choice(["letter", "letter", "letter", "drop", "twice", "swap", "cut", "append"])
    if kind == "letter":
        return text[:place] + dice.choice("ABCabc019+/= \n\té—") + text[place + 1 :]
    if kind == "cut":
        return text[:place] + text[place + dice.randrange(1, 9) :]
    if kind == "append":
        return text + dice.choice(["\n", " ", "x", text, "— w AAAA\n"])
    if kind == "drop":
        del lines[at]
    elif kind == "twice":
        lines.insert(at, lines[at])
    else:
        lines[at], lines[other] = lines[other], lines[at]
    return "\n".join(lines)


@pytest.mark.browser
def test_browser_and_command_agree(visit: Any) -> None:
    """Whatever is done to a proof, the page and the command give the same answer, and the same reason."""
    page, dice, cases = visit().go("/proof"), random.Random(3), []
    logs, witnesses = [SAMPLE.log.verifier], [SAMPLE.witnesses[0].verifier]
    for _each in range(40):
        given = mutated(dice, dice.choice([PROOF.text(), compact(PROOF)]))
        try:
            check(given, logs, witnesses, 1)
            expected = "Valid proof"
        except Unproven as reason:
            expected = str(reason)
        if given.strip():
            cases.append((given, expected))
    answers = all_checked(page, [(given, SAMPLE.log.public, SAMPLE.witnesses[0].public) for given, _expected in cases])
    differing = [
        (expected, said, given)
        for (given, expected), (_verdict, said) in zip(cases, answers, strict=True)
        if expected not in said
    ]
    assert differing == []
