"""The processes that `hasila run` looks after: started apart from the terminal, restarted, ended together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from hasila.project.language import gettext as _
from hasila.project.lifeline import VARIABLE

SOON = 60.0
OFTEN = 5
PAUSE = 2.0


@dataclass
class Child:
    """A process with a name. One that ends by itself has `ends_with`, which is told when it ended well."""

    name: str
    arguments: list[str]
    ends_with: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    failures: list[float] = field(default_factory=list)
    done: bool = False
    again_at: float = 0.0

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches it only through us."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", *self.arguments],
            env={**os.environ, **self.environment, VARIABLE: "1"},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def signal(self, number: int) -> None:
        """Send a signal to its whole group, if it lives."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except (ProcessLookupError, PermissionError):
                return


class Family:
    """Several children. tell prints what happens to them."""

    def __init__(self, children: list[Child], tell: Callable[[str], None]) -> None:
        self.children = children
        self.tell = tell

    def start(self) -> None:
        """Start all."""
        for child in self.children:
            child.start()

    def look(self) -> str | None:
        """Start again what ended. Returns the name of a lasting child that keeps failing, else None."""
        now = time.monotonic()
        for child in self.children:
            if child.done or child.process is None or child.process.poll() is None:
                continue
            if child.again_at:
                if now >= child.again_at:
                    child.again_at = 0.0
                    child.start()
                continue
            child.signal(signal.SIGKILL)
            code = child.process.returncode
            if child.ends_with and code == 0:
                child.done = True
                self.tell(child.ends_with)
                continue
            child.failures = [moment for moment in child.failures if now - moment < SOON] + [now]
            if len(child.failures) <= OFTEN:
                said = _("The process “%(name)s” ended (%(how)s); it is started again.")
                self.tell(said % {"name": child.name, "how": _how(code)})
                child.again_at = now + (PAUSE if len(child.failures) > 1 or child.ends_with else 0.0)
            elif child.ends_with:
                child.done = True
                said = _("The process “%(name)s” keeps ending; the next start goes on with it.")
                self.tell(said % {"name": child.name})
            else:
                return child.name
        return None

    def stop(self, seconds: float = 12.0) -> None:
        """Ask all to end, wait, then end what is left."""
        for child in self.children:
            if child.process is not None and child.process.poll() is None:
                # Only the head: it ends its own workers in order.
                child.process.send_signal(signal.SIGTERM)
        until = time.monotonic() + seconds
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                said = _("The process “%(name)s” doesn't end when asked; it is killed.")
                self.tell(said % {"name": child.name})
            child.signal(signal.SIGKILL)
            child.process.wait()


def _how(code: int) -> str:
    if code < 0:
        return _("killed by %(signal)s") % {"signal": signal.Signals(-code).name}
    return _("code %(code)s") % {"code": code}
