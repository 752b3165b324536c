"""The page of the checker: what comes in, what is refused in words, what is shown, who may open it, what follows."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from hasila.institution.accounts import Account, AccountKind
from hasila.institution.figures.register import printed
from hasila.modules.communication.checked import CheckedText
from hasila.modules.communication.items import PublishedItem
from hasila.modules.communication.reading import paragraphs, read, sentence
from hasila.modules.communication.statements import FactStatement

ARTICLE = (
    "حصيلة الأمن الوطني لسنة 2024\n\n"
    "تم إصدار 4.696.069 بطاقة وطنية للتعريف الإلكترونية خلال سنة 2024.\n"
    "وسجلت السرقات بالعنف تراجعا بنسبة 21 في المائة. وشاركت 12 فرقة موسيقية في الحفل."
)
WRONG = "وسجلت السرقات بالعنف تراجعا بنسبة 21 في المائة."
ABOUT = {"outlet": "منبر", "headline": "حصيلة", "published_on": "٢٦/١٢/٢٠٢٤", "address": "https://example.org/a"}

Enter = Callable[..., Client]


@pytest.fixture
def enter(desk: SimpleNamespace) -> Enter:
    """A client in which one of the desk is signed in, in English."""

    def run(name: str = "writer", language: str = "en", kind: AccountKind = AccountKind.STAFF) -> Client:
        identifier = getattr(desk, name)
        account, _made = Account.objects.get_or_create(
            id=identifier, defaults={"username": name, "latin_name": "Sara Test", "kind": kind}
        )
        client = Client(HTTP_HOST="localhost")
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        client.cookies["django_language"] = language
        return client

    return run


def test_an_article_stands_beside_its_claims(enter: Enter) -> None:
    client = enter()
    answer = client.post("/claims", {"text": ARTICLE} | ABOUT)
    assert answer.status_code == 302
    address = answer["Location"]
    kept = CheckedText.objects.get()
    assert address == f"/claims/{kept.name}" and len(kept.name) >= 16 and kept.language == "ar"
    page = client.get(address).text
    for said in (
        "Confirmed",
        "Contradicted",
        "Unknown",
        "✓",
        "✗",
        "−12%",
        'lang="ar" dir="rtl"',
        "Draft a fact statement",
    ):
        assert said in page, said
    assert page.count('aria-current="true" data') <= 1 and page.count("data-finding") == 3
    assert '<bdi dir="ltr">−21%</bdi>' in page
    place = str(ARTICLE.index("21"))
    chosen = client.get(f"{address}?claim={place}").text
    assert f'data-finding="{place}" open' in chosen
    assert client.get(f"{address}?claim=nothing").status_code == 200
    # A colleague of another service opens the address, and drafts nothing; a citizen doesn't, nor does a visitor.
    colleague = enter("clerk").get(address)
    assert colleague.status_code == 200 and "Draft a fact statement" not in colleague.text
    assert enter("second", kind=AccountKind.CITIZEN).get(address).status_code == 404
    assert "/sign-in" in Client(HTTP_HOST="localhost").get(address)["Location"]
    kept.expires_at = timezone.now() - timedelta(minutes=1)
    CheckedText.objects.filter(pk=kept.pk).delete()
    kept.save(force_insert=True)
    assert client.get(address).status_code == 404
    client.post("/claims", {"text": ARTICLE})
    assert CheckedText.objects.count() == 1


def test_a_draft_opens_with_all_filled_in(enter: Enter, desk: SimpleNamespace) -> None:
    client = enter()
    address = client.post("/claims", {"text": ARTICLE} | ABOUT)["Location"]
    name, place = address.rsplit("/", 1)[1], str(ARTICLE.index("21"))
    form = client.get(f"/registers/communication/fact_statements/new/draft/?checked={name}&claim={place}")
    initial = form.context["form"]
    said = {field: initial[field].value() for field in initial.fields}
    assert said["quotation"] == WRONG and said["figure"] == "F028" and said["figure_year"] == 2024
    assert said["outlet"] == "منبر" and WRONG[:-1] in said["body"] and "تراجع بنسبة 12%" in said["body"]
    sent = {name: value for name, value in said.items() if value not in (None, "")}
    done = client.post(urlsplit(form.request["PATH_INFO"]).path, sent)
    assert done.status_code == 302, done.context["form"].errors
    made = FactStatement.objects.get()
    assert (made.official, made.checked, made.claim) == ("−12%", name, place)
    back = client.get(f"/claims/statements/{made.reference}")
    assert back["Location"] == f"{address}?claim={place}"
    record = f"/records/communication/fact_statements/{made.reference}/"
    page = client.get(record).text
    assert f'href="{address}"' in page and "kept until" in page and "Show it in the text" in page
    assert f">{name}<" not in page and f">{place}<" not in page
    CheckedText.objects.all().delete()
    assert client.get(f"/claims/statements/{made.reference}").status_code == 404
    page = client.get(record).text
    assert "No longer kept" in page and "In a text that is no longer kept" in page
    # Somebody without an office in it meets a closed door; an address that names nothing opens an empty form.
    assert enter("clerk").get(form.request["PATH_INFO"]).status_code == 403
    empty = client.get("/registers/communication/fact_statements/new/draft/?checked=x&claim=y")
    assert not empty.context["form"]["quotation"].value()


def test_an_article_is_followed_from_its_page(enter: Enter) -> None:
    client = enter()
    address = client.post("/claims", {"text": ARTICLE} | ABOUT)["Location"]
    page = client.get(address)
    follow = page.context["follow"].url
    form = client.get(follow).context["form"]
    said = {field: form[field].value() for field in form.fields}
    assert said["claim"] == WRONG and said["text"] == ARTICLE and str(said["published_on"]) == "2024-12-26"
    sent = {name: value for name, value in said.items() if value not in (None, "")}
    assert client.post(follow, sent).status_code == 302
    item = PublishedItem.objects.get()
    page = client.get(f"/claims/items/{item.reference}")
    assert "−12%" in page.text and f"item={item.reference}" in page.text
    assert "Its claims" in client.get(f"/records/communication/published_items/{item.reference}/").text
    assert enter("clerk").get(f"/claims/items/{item.reference}").status_code == 404
    place = ARTICLE.index("21")
    draft = client.get(f"/registers/communication/fact_statements/new/draft/?item={item.reference}&claim={place}")
    form = draft.context["form"]
    assert form["quotation"].value() == WRONG and form["item"].value() == item.reference
    again = client.get(address).context["follow"]
    assert "/records/communication/published_items/" in again.url and "Article found" in str(again.label)


PDF = b"%PDF-1.7\n%\xe2\xe3"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "There is no text to read."),
        ({"text": " \n "}, "There is no text to read."),
        ({"file": ("a.txt", b"")}, "There is no text to read."),
        ({"file": ("a.pdf", PDF)}, "This is a PDF"),
        ({"file": ("a.txt", PDF)}, "This is a PDF"),
        ({"file": ("a.docx", b"PK\x03\x04word")}, "This file is no text"),
        ({"file": ("a.txt", b"\1\2\3" * 9)}, "This file is no text"),
        ({"file": ("a.txt", b"1 " * 600_000)}, "longer than"),
        ({"text": ARTICLE * 600}, "longer than"),
        (
            {"text": "Das ist ein Artikel über die Polizei und die Zahlen, die nicht stimmen."},
            "in a language that the checker",
        ),
        ({"text": ARTICLE, "file": ("a.txt", b"x")}, "A text was pasted and a file was chosen."),
        ({"text": ARTICLE, "published_on": "tomorrow"}, "Enter a day"),
        ({"text": ARTICLE, "address": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"text": ARTICLE, "outlet": "a\u202eb"}, "invisible control characters"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(enter: Enter, sent: dict[str, object], words: str) -> None:
    data = {
        name: SimpleUploadedFile(*value) if isinstance(value, tuple) else value  # type: ignore[arg-type]
        for name, value in sent.items()
    }
    answer = enter().post("/claims", data)
    assert answer.status_code == 422 and words in answer.text and "could not be read" in answer.text
    assert not CheckedText.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("utf16.txt", ARTICLE.encode("utf-16")),
        ("mark.txt", ARTICLE.encode("utf-8-sig")),
        ("old.txt", ARTICLE.encode("cp1256")),
        ("page.html", f"<html><body><p>{ARTICLE}</p><script>var a = 5</script></body></html>".encode()),
        ("marks.txt", ARTICLE.replace("21", "\u202b21\u202c").encode()),
    ],
)
def test_files_in_every_dress(enter: Enter, name: str, content: bytes) -> None:
    client = enter()
    address = client.post("/claims", {"file": SimpleUploadedFile(name, content)})["Location"]
    assert "−12%" in client.get(address).text
    assert "script" not in CheckedText.objects.get().text and "\u202b" not in CheckedText.objects.get().text


def test_the_text_is_taken_apart_and_comes_together_again() -> None:
    result = read(ARTICLE, printed(), "ar", None)
    rows = paragraphs(ARTICLE, result.claims)
    joined = ["".join(piece if isinstance(piece, str) else piece.text for piece in row) for row in rows]
    assert joined == [line for line in ARTICLE.split("\n") if line]
    start = ARTICLE.index("4.696.069")
    assert sentence(ARTICLE, start, start + 9).startswith("تم إصدار 4.696.069")
    long = "كلمة " * 400 + "7 " + "كلمة " * 400
    assert "7" in sentence(long, long.index("7"), long.index("7") + 1) and len(sentence(long, 2000, 2001)) < 700
