"""The witness: what it cosigns and refuses, and that it remembers; asked by a log, and following one on loopback."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from hasila.tlog import merkle, witnessing
from hasila.tlog.checkpoint import Checkpoint, open_checkpoint
from hasila.tlog.cosignature import Cosigner
from hasila.tlog.following import Follower, Log, Unreachable
from hasila.tlog.note import Ed25519Signer, encode64, sign_note
from hasila.tlog.succession import announcement, successors
from hasila.tlog.witnessing import Declined, Misconduct, Request, StateError, Witness, own_key
from tests.tlog import naive
from tests.tlog.fake_log import NAME, ORIGIN, FakeLog, body


def ask(watching: Witness, log: FakeLog, old: int, size: int, note: str | None = None) -> str:
    return watching.add(Request.parse(body(log, old, size, note)))


def refused(watching: Witness, request: bytes, status: int) -> Declined:
    with pytest.raises(Declined) as caught:
        watching.add(Request.parse(request))
    assert caught.value.status == status
    return caught.value


def cosigned(watching: Witness, log: FakeLog) -> int:
    """The size of what is remembered on disk, with both signatures verified."""
    text = (watching.state / f"{watching.origin_hash}.checkpoint").read_text()
    checkpoint, opened = open_checkpoint(text, log.signer.verifier, [watching.cosigner.verifier])
    assert opened.by == [ORIGIN, NAME]
    return checkpoint.size


def test_it_cosigns_what_grows_and_remembers(start: Callable[[], Witness], log: FakeLog) -> None:
    watching = start()
    for old, size in ((0, 5), (5, 5), (5, 8), (8, 20)):
        line = ask(watching, log, old, size)
        text = Checkpoint.parse(log.note(size).split("\n\n")[0] + "\n").text()
        opened = open_checkpoint(f"{log.note(size)}{line}", log.signer.verifier, [watching.cosigner.verifier])[1]
        assert opened.text == text
        assert opened.by == [ORIGIN, NAME]
        assert cosigned(watching, log) == size
    again = start()
    assert again.latest is not None
    assert again.latest.size == 20


def test_a_replayed_old_checkpoint(start: Callable[[], Witness], log: FakeLog) -> None:
    watching = start()
    ask(watching, log, 0, 20)
    for old, size in ((0, 5), (5, 8), (8, 20)):
        refusal = refused(watching, body(log, old, size), 409)
        assert (refusal.text, refusal.content_type) == ("20\n", "text/x.tlog.size")
    refused(watching, body(log, 20, 8), 400)
    assert cosigned(watching, log) == 20
    assert not watching.evidence()


def test_a_fork_at_the_same_size(start: Callable[[], Witness], log: FakeLog, told: list[str]) -> None:
    watching = start()
    ask(watching, log, 0, 20)
    remembered = watching.note
    forked = [*log.leaves[:3], bytes(32), *log.leaves[4:]]
    note = log.note(20, forked)
    refusal = refused(watching, body(log, 20, 20, note), 422)
    assert isinstance(refusal, Misconduct)
    assert "REFUSED, fork" in told[-1]
    (evidence,) = watching.evidence()
    assert remembered in evidence.read_text()
    assert note in evidence.read_text()
    assert evidence.stat().st_mode & 0o777 == 0o600
    assert start().note == remembered, "the fork isn't remembered in place of the truth"
    refused(watching, body(log, 0, 20, note), 409)
    assert len(watching.evidence()) == 1


def test_a_fork_at_a_larger_size(start: Callable[[], Witness], log: FakeLog) -> None:
    watching = start()
    ask(watching, log, 0, 10)
    log.leaves[3] = bytes(32)
    refused(watching, body(log, 10, 20), 422)
    assert cosigned_size(watching) == 10


def cosigned_size(watching: Witness) -> int:
    assert watching.latest is not None
    return watching.latest.size


def test_statuses_of_the_specification(start: Callable[[], Witness], log: FakeLog) -> None:
    watching = start()
    stranger = Ed25519Signer.generate("log.example/other")
    same_name = Ed25519Signer.generate(ORIGIN)
    text = log.note(5).split("\n\n")[0] + "\n"
    foreign = sign_note(text.replace(ORIGIN, stranger.name), stranger)
    refused(watching, body(log, 0, 5, foreign), 404)
    refused(watching, body(log, 0, 5, sign_note(text, same_name)), 403)
    assert ask(watching, log, 0, 5, sign_note(text, same_name, log.signer)), "unknown signatures are passed over"
    good = log.note(5)
    false = good.replace(good[-20:-10], "AAAAAAAAAA")
    refused(watching, body(log, 5, 5, false), 403)
    refused(watching, b"old 6\n\n" + good.encode(), 400)
    refused(watching, b"old 5\n" + encode64(bytes(32)).encode() + b"\n\n" + good.encode(), 422)
    refused(watching, b"old 5\n\n" + log.note(8).encode(), 422)


def test_the_empty_tree(start: Callable[[], Witness], log: FakeLog) -> None:
    watching = start()
    wrong = sign_note(Checkpoint(ORIGIN, 0, bytes(32)).text(), log.signer)
    refused(watching, body(log, 0, 0, wrong), 422)
    refused(watching, b"old 0\n" + encode64(bytes(32)).encode() + b"\n\n" + log.note(5).encode(), 422)
    right = sign_note(Checkpoint(ORIGIN, 0, merkle.EMPTY_ROOT).text(), log.signer)
    assert ask(watching, log, 0, 0, right)
    assert ask(watching, log, 0, 5)


@pytest.mark.parametrize(
    "request_",
    [
        b"", b"old 0", b"old 0\n\n", b"old -1\n\nx", b"old 00\n\nx", b"new 0\n\nx", b"old 0\nAAAA\n\nx", b"\xff",
        b"old 0\n" + b"AAAA\n" * 64 + b"\nx", b"old 0\n\nno checkpoint\n", b"old 9223372036854775808\n\nx",
    ],
)  # fmt: skip
def test_malformed_requests(start: Callable[[], Witness], request_: bytes) -> None:
    refused(start(), request_, 400)


def test_it_follows_by_itself(start: Callable[[], Witness], log: FakeLog) -> None:
    watching = start()
    follower = Follower(watching, Log(log.url))
    for grown in (0, 1, 300, 0, 4):
        log.grow(grown)
        follower.once()
        assert cosigned(watching, log) == len(log.leaves)
    log.grow(10)
    log.full_only = True
    with pytest.raises(Unreachable):
        follower.once()
    assert cosigned_size(watching) == 325


def test_a_partial_tile_that_is_gone(log: FakeLog) -> None:
    log.grow(600)
    log.full_only = True
    assert Log(log.url).tile(0, 0, 7) == b"".join(log.leaves[:7])


def test_following_a_fork(start: Callable[[], Witness], log: FakeLog, told: list[str]) -> None:
    watching = start()
    follower = Follower(watching, Log(log.url))
    follower.once()
    log.leaves[3] = bytes(32)
    log.grow(5)
    for _time in range(3):
        with pytest.raises(Misconduct):
            follower.once()
    assert cosigned_size(watching) == 20
    (evidence,) = watching.evidence()
    assert log.note() in evidence.read_text()
    assert "inconsistent" in told[-1]
    log.leaves[3] = naive.leaf("3")
    follower.once()
    assert cosigned_size(watching) == 25, "the true log is cosigned again; the evidence stays"
    assert watching.evidence() == [evidence]


def test_a_checkpoint_that_its_tiles_do_not_bear_out(start: Callable[[], Witness], log: FakeLog) -> None:
    """Also at the first look, when there is nothing to compare with."""
    watching = start()
    log.shown = log.note(20, [bytes(32), *log.leaves[1:]])
    with pytest.raises(Misconduct):
        Follower(watching, Log(log.url)).once()
    assert watching.latest is None


def test_following_a_rollback(start: Callable[[], Witness], log: FakeLog, told: list[str]) -> None:
    """Yesterday's backup restored: a smaller tree, honest in itself. Then it grows another way."""
    watching, now = start(), [0.0]
    follower = Follower(watching, Log(log.url), grace=30, clock=lambda: now[0])
    follower.once()
    backup = log.leaves[:12]
    log.shown = log.note(12)
    follower.once()  # the log publishes later than it asks for cosignatures: no alarm yet
    assert not watching.evidence()
    log.shown, log.leaves = "", backup
    now[0] = 29.0
    with pytest.raises(Unreachable):
        follower.once()
    now[0] = 31.0
    with pytest.raises(Misconduct, match="rollback"):
        follower.once()
    assert "rollback" in told[-1]
    assert log.note() in watching.evidence()[0].read_text()
    log.grow(8, salt="another ")
    with pytest.raises(Misconduct, match="two roots"):
        follower.once()
    log.grow(1, salt="another ")
    with pytest.raises(Misconduct, match="don't lead"):
        follower.once()
    assert cosigned_size(watching) == 20
    assert cosigned_size(start()) == 20
    assert [path.name for path in watching.evidence()] == [
        "fork-at-20.txt", "inconsistent-at-20.txt", "rollback-at-20.txt",
    ]  # fmt: skip


def test_a_smaller_checkpoint_of_another_tree(start: Callable[[], Witness], log: FakeLog) -> None:
    watching = start()
    follower = Follower(watching, Log(log.url))
    follower.once()
    log.shown = log.note(12, [bytes(32), *log.leaves[1:]])
    with pytest.raises(Misconduct, match="don't lead"):
        follower.once()


def test_two_at_once_never_go_back(start: Callable[[], Witness], log: FakeLog) -> None:
    """The race that the specification describes: the old size is compared and the new one kept in one step."""
    watching = start()
    ask(watching, log, 0, 5)
    answers: list[int] = []

    def one(size: int) -> None:
        try:
            ask(watching, log, 5, size)
            answers.append(size)
        except Declined as refusal:
            assert refusal.status == 409

    threads = [threading.Thread(target=one, args=(size,)) for size in range(6, 16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 1
    assert cosigned(watching, log) == answers[0]


@pytest.mark.parametrize("damage", [lambda text: text[:40], lambda text: "", lambda text: text.replace("5\n", "4\n")])
def test_a_torn_state(start: Callable[[], Witness], log: FakeLog, damage: Callable[[str], str]) -> None:
    watching = start()
    ask(watching, log, 0, 5)
    file = watching.state / f"{watching.origin_hash}.checkpoint"
    file.write_text(damage(file.read_text()))
    with pytest.raises(StateError, match="no longer knows"):
        start()


def test_a_write_that_was_cut_short(start: Callable[[], Witness], log: FakeLog) -> None:
    watching = start()
    ask(watching, log, 0, 5)
    left = watching.state / f"{watching.origin_hash}.checkpoint.1.2.new"
    left.write_text("half of a che")
    assert cosigned_size(start()) == 5
    assert not left.exists()


def test_nothing_is_answered_before_it_is_kept(
    start: Callable[[], Witness], log: FakeLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    watching = start()
    ask(watching, log, 0, 5)

    def full(*_arguments: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(witnessing.os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        ask(watching, log, 5, 8)
    assert cosigned_size(watching) == 5
    monkeypatch.undo()
    assert cosigned_size(start()) == 5


def test_keys_and_memory_belong_together(start: Callable[[], Witness], tmp_path: Path, log: FakeLog) -> None:
    watching = start()
    ask(watching, log, 0, 5)
    with pytest.raises(StateError, match="not of"):
        own_key(tmp_path, "witness.example/w2")
    other = Cosigner.generate(NAME)
    with pytest.raises(StateError, match="isn't cosigned"):
        Witness(tmp_path, other, [log.signer.verifier])
    (tmp_path / witnessing.KEY).unlink()
    with pytest.raises(StateError, match="missing"):
        own_key(tmp_path, NAME)
    with pytest.raises(StateError, match="needs a name"):
        own_key(tmp_path / "new")


def test_after_a_rotation_of_the_log_s_key(tmp_path: Path, start: Callable[[], Witness], log: FakeLog) -> None:
    watching = start()
    ask(watching, log, 0, 5)
    old, log.signer = log.signer, Ed25519Signer.generate(ORIGIN)
    refused(watching, body(log, 5, 8), 403)
    both = Witness(tmp_path, own_key(tmp_path), [log.signer.verifier, old.verifier])
    assert ask(both, log, 5, 8)


def test_a_key_that_the_one_before_announced(
    tmp_path: Path, start: Callable[[], Witness], log: FakeLog, told: list[str]
) -> None:
    watching, first = start(), log.signer.verifier
    follower = Follower(watching, Log(log.url))
    follower.once()
    log.rotate()
    log.rotate()
    log.grow(5)
    follower.once()
    assert cosigned(watching, log) == 25
    assert "announced" in told[-1]
    again = Witness(tmp_path, own_key(tmp_path), [first], told.append)
    assert again.latest is not None, "after a restart the announcements are followed again"
    log.signer, log.announced = Ed25519Signer.generate(ORIGIN), log.announced[1:]
    log.grow(5)
    with pytest.raises(Declined, match="no trusted key"):
        Follower(again, Log(log.url)).once()
    (tmp_path / witnessing.ANNOUNCED).write_text("[")
    with pytest.raises(StateError, match="can't be read"):
        start()


def test_a_new_key_on_a_checkpoint_that_is_not_published_yet(start: Callable[[], Witness], log: FakeLog) -> None:
    """The log asks for a cosignature first, and publishes the old checkpoint until it has it."""
    watching = start()
    follower = Follower(watching, Log(log.url))
    follower.once()
    log.shown = log.note()
    log.rotate()
    log.grow(5)
    refused(watching, body(log, 20, 25), 403)
    follower.once()
    assert ask(watching, log, 20, 25)


def test_what_announces_nothing() -> None:
    old, new, other = (Ed25519Signer.generate(name) for name in (ORIGIN, ORIGIN, "log.example/other"))
    told = announcement(ORIGIN, old.public, new.public)
    good = sign_note(told, old)
    assert successors([old.verifier], ["rubbish", good, good]) == [(new.verifier, good)]
    for text, signer in (
        (told, new),
        (told.replace("v1", "v2"), old),
        (announcement(ORIGIN, new.public, new.public), old),
        (announcement(ORIGIN, old.public, other.public), old),
        (announcement(ORIGIN, old.public, "no key"), old),
        ("short\n", old),
    ):
        assert successors([old.verifier], [sign_note(text, signer)]) == []
