"""What the stand-in remembers and does: bundles received once each, answers in their order, moods and a rule.

Its memory is a journal, one line of JSON for each thing that happened, written to the disk before anything is
answered; started again it reads the journal and goes on. What it decides by its rule is a demonstration, and no model
of how a magistrate decides.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from hasila.assurance import p256
from hasila.assurance.bundles import BadBundle, Opened, open_bundle

MOODS = ("up", "down", "slow", "silent", "forgetful")
"""At work; busy (503); slow; takes the line and says nothing; takes the bundle and hangs up before it answers."""
MAGISTRATES = ("ذ. عبد الكريم الوزاني", "ذة. نادية البقالي", "ذ. المصطفى الإدريسي", "ذة. سلوى العمراني")
INSTRUCTIONS = (
    "الاستماع إلى شهود إضافيين وتضمين تصريحاتهم في محضر مستقل.",
    "إرفاق الملف بصورة من السوابق وبشهادة طبية عند الاقتضاء.",
    "تعميق البحث بخصوص مصدر المحجوزات.",
)
JUDGE, EXECUTED = "judge", "executed"
"""To whom a letter rogatory goes back, and what its judge answers who has it back executed."""
RETURNED_EACH, DISMISSED_EACH = 5, 7
"""By the rule for the demonstration, each so manieth bundle is sent back, or filed without prosecution."""


class Unfit(Exception):
    """The bundle isn't taken. `code` and the text go to the sender."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status, self.code = status, code


@dataclass
class Case:
    """One bundle as it lies here: what its manifest says, its register number, what was answered."""

    key: str
    number: int
    digest: str
    about: dict[str, Any]
    received_at: str
    clock: float
    answers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def receipt(self) -> str:
        """The number in the office's register."""
        return f"{self.number}/{self.about.get('court', '')}/{self.received_at[:4]}"

    @property
    def outcome(self) -> dict[str, Any] | None:
        """The last answer beside the acknowledgement; None while there is none."""
        return next((answer for answer in reversed(self.answers) if answer["kind"] != "acknowledged"), None)


@dataclass
class Mood:
    """How the stand-in behaves.

    Attributes:
        mode: one of `MOODS`. seconds: how slow, where it is slow. twice: each answer is given twice. backwards: the
            newest answers first. rule: whether it decides by itself. after: seconds until it does.
    """

    mode: str = "up"
    seconds: float = 5.0
    twice: bool = False
    backwards: bool = False
    rule: bool = False
    after: float = 20.0


class Office:
    """The office: one for a folder. Every method may be called from several threads."""

    def __init__(
        self, state: Path, police: Mapping[str, p256.PublicKey], clock: Callable[[], float] = time.time
    ) -> None:
        self.state, self.police, self.clock = state, police, clock
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        (state / "bundles").mkdir(mode=0o700, exist_ok=True)
        self.key = p256.make(state / "key.pem")
        self.mood = Mood()
        self.cases: dict[str, Case] = {}
        self.listed: list[dict[str, Any]] = []
        self.deliveries = 0
        self._lock = threading.RLock()
        self._journal = state / "journal.jsonl"
        self._read()

    def receive(self, key: str, data: bytes) -> tuple[dict[str, Any], bool]:
        """Takes a bundle in, once, and gives its acknowledgement and whether it is new.

        Raises:
            Unfit: the bundle doesn't hold, is not the one of this key, or came with other content before.
        """
        with self._lock:
            self.deliveries += 1
            opened = self._opened(key, data)
            known = self.cases.get(key)
            if known is not None:
                if known.digest != opened.digest:
                    raise Unfit(409, "other_content", "another bundle came under this key before")
                return known.answers[0], False
            self._keep(key, data)
            self._write({"event": "received", "key": key, "digest": opened.digest, "about": _about(opened)})
            case = self.cases[key]
            self._answer(case, "acknowledged", manifest=opened.digest, received_at=case.received_at)
            return case.answers[0], True

    def give_back(self, key: str, instructions: str, complete_by: str = "") -> None:
        """Sends a file back with instructions."""
        told = {"complete_by": complete_by} if complete_by else {}
        with self._lock:
            self._answer(self.cases[key], "returned", instructions=instructions, **self._signed(key), **told)

    def decide(self, key: str, decision: str) -> None:
        """Decides on a file."""
        with self._lock:
            self._answer(self.cases[key], "decided", decision=decision, **self._signed(key))

    def answers(self, after: int) -> list[dict[str, Any]]:
        """The answers behind a number; with the moods that repeat and turn them round."""
        with self._lock:
            if self.mood.rule:
                self._follow_the_rule()
            found = [answer for answer in self.listed if answer["number"] > after]
            found += found if self.mood.twice else []
            return found[::-1] if self.mood.backwards else found

    def dossier(self, key: str) -> bytes | None:
        """The file on paper of a bundle that lies here."""
        path = self._path(key)
        if key not in self.cases or not path.exists():
            return None
        return open_bundle(path.read_bytes(), self.police).pieces.get("dossier.pdf")

    def _opened(self, key: str, data: bytes) -> Opened:
        try:
            opened = open_bundle(data, self.police)
        except BadBundle as bad:
            raise Unfit(422, f"bundle.{bad.code}", f"{bad} {bad.piece}".strip()) from bad
        if opened.manifest.get("key") != key:
            raise Unfit(422, "bundle.key", "the manifest names another key than the request")
        return opened

    def _signed(self, key: str) -> dict[str, Any]:
        number = self.cases[key].number
        return {"magistrate": MAGISTRATES[number % len(MAGISTRATES)], "answered_at": self._now()}

    def _answer(self, case: Case, kind: str, **content: Any) -> None:
        count = sum(answer["kind"] == kind for answer in case.answers)
        name = f"{kind}-{case.key}" + (f"-{count + 1}" if count else "")
        told = {"name": name, "key": case.key, "kind": kind, "receipt": case.receipt, **content}
        self._write({"event": "answered", "answer": {"number": len(self.listed) + 1, **told}})

    def _follow_the_rule(self) -> None:
        """Answers what has lain here for a while: letters rogatory are taken back, of the rest a fifth is
        returned, and the others are decided by class and number.
        """
        ripe = self.clock() - self.mood.after
        for case in list(self.cases.values()):
            if case.outcome is not None or case.clock > ripe:
                continue
            if case.about.get("office") == JUDGE:
                self.decide(case.key, EXECUTED)
            elif case.number % RETURNED_EACH == 0:
                self.give_back(case.key, INSTRUCTIONS[case.number % len(INSTRUCTIONS)])
            elif case.number % DISMISSED_EACH == 0:
                self.decide(case.key, "dismissed")
            else:
                self.decide(case.key, "investigation" if case.about.get("class") == "felony" else "prosecuted")

    def _now(self) -> str:
        return datetime.fromtimestamp(self.clock(), UTC).isoformat(timespec="seconds")

    def _path(self, key: str) -> Path:
        return self.state / "bundles" / f"{sha256(key.encode()).hexdigest()}.zip"

    def _keep(self, key: str, data: bytes) -> None:
        draft = self._path(key).with_suffix(".part")
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path(key))

    def _write(self, event: dict[str, Any]) -> None:
        line = {"at": self._now(), "clock": self.clock(), **event}
        with self._journal.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._happened(line)

    def _read(self) -> None:
        if not self._journal.exists():
            return
        whole = self._journal.read_bytes()
        kept = whole[: whole.rfind(b"\n") + 1]  # what a crash cut off was never answered
        if kept != whole:
            self._journal.write_bytes(kept)
        for line in kept.decode().splitlines():
            self._happened(json.loads(line))

    def _happened(self, line: dict[str, Any]) -> None:
        if line["event"] == "received":
            number = len(self.cases) + 1
            self.cases[line["key"]] = Case(
                line["key"], number, line["digest"], line["about"], line["at"], line["clock"]
            )
        else:
            answer = line["answer"]
            self.listed.append(answer)
            self.cases[answer["key"]].answers.append(answer)


def _about(opened: Opened) -> dict[str, Any]:
    return {name: value for name, value in opened.manifest.items() if name != "pieces"} | {
        "pieces": [{"name": piece["name"], "title": piece["title"]} for piece in opened.manifest["pieces"]]
    }
