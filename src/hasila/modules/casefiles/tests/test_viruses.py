"""What a scanner finds is refused, what nobody could look through too; and it is asked as clamd wants to be asked."""

import json
import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hasila.kernel.refusals import Refused
from hasila.modules.casefiles import uploads, viruses
from hasila.modules.casefiles.tests.test_attachments import PDF, TEXT

EVIL = PDF.replace(b"<<>>", b"<< EVIL >>" + b"x" * 200_000)


@pytest.fixture
def scanner(tmp_path: Path, settings: Any) -> Iterator[SimpleNamespace]:
    """Speaks as clamd does: zINSTREAM, parts with their length before them, an empty one, a line that ends in NUL."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(str(tmp_path / "clamd.ctl"))
    listening.listen()
    got = SimpleNamespace(streams=[], says=None)

    def serve() -> None:
        while True:
            try:
                line, _peer = listening.accept()
            except OSError:
                return
            with line, line.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                content = b""
                while length := int.from_bytes(sent.read(4)):
                    content += sent.read(length)
                got.streams.append(content)
                found = b"stream: Test.Evil_1 FOUND" if b"EVIL" in content else b"stream: OK"
                line.sendall((got.says if got.says is not None else found) + b"\0")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    settings.HASILA_SCANNER = str(tmp_path / "clamd.ctl")
    yield got
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join(5)


def refused(content: bytes, name: str = "report.pdf") -> tuple[str, int]:
    with pytest.raises(Refused) as caught:
        uploads.looked_at(name, content)
    return caught.value.refusal.code, caught.value.refusal.status


def test_what_is_found_is_refused_and_noted(scanner: SimpleNamespace, caplog: pytest.LogCaptureFixture) -> None:
    assert uploads.looked_at("report.pdf", PDF).content == PDF
    with caplog.at_level(logging.INFO, "hasila.security"):
        assert refused(EVIL) == ("casefiles.attachment_infected", 422)
    assert scanner.streams == [PDF, EVIL], "whole, in parts"
    (line,) = (json.loads(one.getMessage()) for one in caplog.records if one.name == "hasila.security")
    assert (line["event"], line["means"], len(line["digest"])) == ("file.infected", "Test.Evil_1", 64)
    assert refused(b"MZ") == ("casefiles.attachment_disguised", 415)
    assert len(scanner.streams) == 2, "what is refused anyway is not looked through"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR", b"", b"OK", b"stream: OK\nmore"])
def test_what_is_no_finding_lets_nothing_through(scanner: SimpleNamespace, answer: bytes) -> None:
    scanner.says = answer
    assert refused(TEXT, "note.txt") == ("casefiles.attachment_unscanned", 503)


def test_without_the_scanner_that_is_named_nothing_is_taken(settings: Any, tmp_path: Path) -> None:
    settings.HASILA_SCANNER = str(tmp_path / "gone")
    assert refused(PDF) == ("casefiles.attachment_unscanned", 503)
    for none in ("", viruses.NONE):
        settings.HASILA_SCANNER = none
        assert uploads.looked_at("report.pdf", PDF).content == PDF
