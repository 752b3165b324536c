"""Attachments: what their bytes say, what the door refuses, who reads a content, and what an erasure leaves."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from tests.assurance.test_erasure import COURT, Play
from tests.stage import Stage

from hasila.assurance.erasure import MARK
from hasila.kernel.access import acting
from hasila.kernel.refusals import Refused
from hasila.modules.casefiles import uploads
from hasila.modules.casefiles.attachments import Attachment, Attachments
from hasila.modules.casefiles.tests.conftest import opened

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40) + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40) + b"IEND\xaeB`\x82"
TEXT = "شهادة مكتوبة.\nسطر ثان.".encode()


@pytest.mark.parametrize(
    ("name", "content", "media"),
    [
        ("تقرير.pdf", PDF, "application/pdf"),
        ("C:\\photos\\SCAN.JPG", JPEG, "image/jpeg"),
        ("../../plan.png", PNG, "image/png"),
        ("note.txt", TEXT, "text/plain"),
    ],
)
def test_a_file_is_what_its_bytes_say(name: str, content: bytes, media: str) -> None:
    sent = uploads.looked_at(name, content)
    assert (sent.media, len(sent.digest)) == (media, 64)
    assert "/" not in sent.name
    assert "\\" not in sent.name


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.pdf", b"", "casefiles.attachment_empty"),
        ("large.txt", b"a" * (uploads.MOST + 1), "casefiles.attachment_too_large"),
        ("film.mp4", b"\x00\x00\x00\x18ftypmp42", "casefiles.attachment_kind"),
        ("voice.mp3", b"ID3\x03\x00", "casefiles.attachment_kind"),
        ("page.html", b"<script>alert(1)</script>", "casefiles.attachment_kind"),
        ("drawing.svg", b"<svg onload='x'/>", "casefiles.attachment_kind"),
        ("nothing", TEXT, "casefiles.attachment_kind"),
        ("photo.jpg", PDF, "casefiles.attachment_disguised"),
        ("report.pdf", b"MZ\x90\x00" + bytes(60), "casefiles.attachment_disguised"),
        ("report.pdf", b"<html>%PDF-1.7 %%EOF", "casefiles.attachment_disguised"),
        ("broken.pdf", PDF[:-8], "casefiles.attachment_disguised"),
        ("broken.png", PNG[:-4], "casefiles.attachment_disguised"),
        ("note.txt", b"caf\xe9", "casefiles.attachment_disguised"),
        ("note.txt", b"zero\x00byte", "casefiles.attachment_disguised"),
        ("active.pdf", PDF.replace(b"<<>>", b"<</JavaScript 2 0 R>>"), "casefiles.attachment_active"),
        ("rlo\u202efdp.txt", TEXT, "casefiles.attachment_name"),
    ],
)
def test_a_file_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(Refused) as caught:
        uploads.looked_at(name, content)
    assert (caught.value.refusal.code, caught.value.refusal.field) == (code, "file")


def attached(stage: Stage, people: SimpleNamespace, case: Any, content: bytes = PDF, **changes: Any) -> Attachment:
    """A PDF in the file."""
    sent, upload = uploads.looked_at("تقرير.pdf", content), uuid4()
    uploads.keep(sent, upload)
    data = {
        "case": case.pk,
        "name": sent.name,
        "media": sent.media.value,
        "size": len(content),
        "sha256": sent.digest,
        "upload": upload,
        **changes,
    }
    return stage.do(Attachments.attach, actor=people.officer, unit=case.unit_id, data=data).record  # type: ignore[return-value]


def test_the_entry_holds_what_the_server_measured(stage: Stage, pilot: SimpleNamespace) -> None:
    case = opened(stage, pilot)
    paper = attached(stage, pilot, case)
    assert uploads.content_of(paper.upload_id) == PDF

    def refused(**changes: Any) -> str:
        with pytest.raises(Refused) as caught, transaction.atomic():
            attached(stage, pilot, case, **changes)
        return caught.value.refusal.code

    assert refused(sha256="0" * 64) == "casefiles.attachment_differs"
    assert refused(size=5) == "casefiles.attachment_differs"
    assert refused(media="image/png") == "casefiles.attachment_differs"
    assert refused(upload=paper.upload_id) == "casefiles.attached_already"
    assert refused(upload=uuid4()) == "kernel.no_such_object"
    stage.do(Attachments.take_out, paper, actor=pilot.officer, data={"grounds": "أضيفت خطأ."})
    assert uploads.content_of(paper.upload_id) == PDF


def test_a_content_is_open_to_whoever_sees_its_attachment_alone(stage: Stage, pilot: SimpleNamespace) -> None:
    paper = attached(stage, pilot, opened(stage, pilot))

    def read(reader: UUID) -> bytes | None:
        with acting(reader):
            return uploads.content_of(paper.upload_id)

    assert read(pilot.chief) == PDF
    assert read(pilot.rabat) is None
    statements = [
        "UPDATE casefiles_blob SET content = ''",
        "DELETE FROM casefiles_blob",
        "UPDATE casefiles_upload SET size = 1",
        "INSERT INTO casefiles_upload VALUES (gen_random_uuid(), 'text/plain', 1, '', now())",
    ]
    for statement in statements:
        with pytest.raises(Exception, match="permission denied"), acting(pilot.chief), connection.cursor() as cursor:
            cursor.execute(statement)
    for statement in statements[:3]:
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_an_erasure_takes_the_content(stage: Stage, pilot: SimpleNamespace) -> None:
    paper = attached(stage, pilot, opened(stage, pilot))
    Play().erase(paper, **COURT)
    assert (paper.name, paper.sha256) == (MARK, MARK)
    assert uploads.content_of(paper.upload_id) is None
    assert uploads.Upload.objects.get(pk=paper.upload_id).sha256 == MARK
