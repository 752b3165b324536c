"""Long papers: one row for all who ask for the same, made by whoever comes first, and never left half-made."""

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from hasila.institution.sealing import Sealer
from hasila.kernel.access import acting
from hasila.surfaces.print import preparing
from hasila.surfaces.print.engine import PrintError
from hasila.surfaces.print.models import Prepared
from hasila.surfaces.print.preparing import Paper, Stage, Waiting, had, prepare, put_away

RECORD = uuid4()
PDF = b"%PDF-1.7 set"


def paper(said: str = "س" * (preparing.LONG + 1), **more: Any) -> Paper:
    data = {"text": said, "qr": str(uuid4())}
    return Paper(
        **{"record": RECORD, "name": "record", "template": "act", "data": data, "made_at": timezone.now(), **more}
    )


@pytest.fixture
def set_pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What was typeset, in place of Typst."""
    done: list[str] = []
    monkeypatch.setattr(preparing, "typeset", lambda template, words, at: done.append(words) or PDF)
    yield done


def test_whoever_asks_for_the_same_paper_shares_one_that_is_set_once(db: None, set_pages: list[str]) -> None:
    first, second = paper(), paper()
    assert (had(first), had(second)) == (Waiting(Stage.WAITING), Waiting(Stage.WAITING))  # the codes alone differ
    other = paper(name="labels")
    assert had(other) == Waiting(Stage.WAITING, ahead=1)
    row = Prepared.objects.get(pk=first.id)
    assert b'"text"' not in bytes(row.words or b"") and row.pdf is None and row.sources == [RECORD]
    assert prepare() == 2 and prepare() == 0 and len(set_pages) == 2
    assert had(second) == had(first) == PDF
    row.refresh_from_db()
    assert row.words is None and PDF not in bytes(row.pdf or b"")
    # Where it says something else it is another paper, and takes the place of the one before.
    assert had(paper("ص" * (preparing.LONG + 1))) == Waiting(Stage.WAITING) and prepare() == 1
    assert not Prepared.objects.filter(pk=first.id).exists() and Prepared.objects.count() == 2
    Prepared.objects.update(asked_at=timezone.now() - preparing.KEPT - timedelta(days=1))
    put_away()
    assert not Prepared.objects.exists()


def test_a_process_that_dies_leaves_the_paper_to_the_next_one(
    db: None, monkeypatch: pytest.MonkeyPatch, set_pages: list[str]
) -> None:
    had(paper())

    def killed(*_args: Any) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
        dying.setattr(preparing, "typeset", killed)
        prepare()
    assert had(paper()) == Waiting(Stage.MAKING)
    assert prepare() == 1 and had(paper()) == PDF


def test_what_cannot_be_set_is_said_and_tried_again_when_asked(
    db: None, monkeypatch: pytest.MonkeyPatch, set_pages: list[str]
) -> None:
    def broken(*_args: Any) -> bytes:
        raise PrintError("act: no such font")

    had(paper())
    with monkeypatch.context() as failing:
        failing.setattr(preparing, "typeset", broken)
        assert [prepare() for _try in range(5)] == [0] * 5
    assert Prepared.objects.get().tries == preparing.TRIES
    Prepared.objects.update(began_at=timezone.now() - preparing.AGAIN * 0.9)
    assert had(paper()) == Waiting(Stage.FAILED) and prepare() == 0
    Prepared.objects.update(began_at=timezone.now() - preparing.AGAIN * 2)
    assert had(paper()) == Waiting(Stage.MAKING) and prepare() == 1 and had(paper()) == PDF
    # A paper that nobody makes says so; one that was sealed under another secret is made again.
    had(paper(name="labels"))
    Prepared.objects.filter(name="labels").update(asked_at=timezone.now() - preparing.LATE * 2)
    assert had(paper(name="labels")) == Waiting(Stage.LATE)
    monkeypatch.setattr(preparing, "_VAULT", Sealer("another secret"))
    assert had(paper()) == Waiting(Stage.WAITING, ahead=1)


def test_the_reader_behind_the_fence_has_no_right_to_the_table(db: None) -> None:
    with acting(uuid4()):
        assert had(paper()) == Waiting(Stage.WAITING)  # asked for on the way of the door
        for statement in ("SELECT * FROM print_prepared", "DELETE FROM print_prepared"):
            with pytest.raises(ProgrammingError, match="denied"), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_two_processes_make_a_paper_once(
    ledger_db: None, monkeypatch: pytest.MonkeyPatch, set_pages: list[str]
) -> None:
    had(paper())
    begun, go_on = threading.Event(), threading.Event()
    plain = preparing.typeset

    def slow(*args: Any) -> bytes:
        begun.set()
        assert go_on.wait(10)
        return plain(*args)

    monkeypatch.setattr(preparing, "typeset", slow)

    def run(work: Callable[[], Any]) -> None:
        work()
        connection.close()

    one = threading.Thread(target=run, args=[prepare])
    one.start()
    assert begun.wait(10)
    assert prepare() == 0  # it is in other hands
    assert had(paper()) == Waiting(Stage.MAKING)
    go_on.set()
    one.join()
    assert len(set_pages) == 1 and had(paper()) == PDF
