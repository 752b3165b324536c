"""A child process of `hasila run` ends with its parent, however that one ended."""

import os
import signal
import threading
import time

VARIABLE = "HASILA_CHILD"
GRACE = 8.0
_watching = 0


def leave_with_parent() -> None:
    """Watch the parent from a thread; when it is gone, ask this process to end, then end it. Once per process.

    Does nothing outside of `hasila run`, where a server of the site's own choosing supervises.
    """
    global _watching
    # A worker forked from a watched process inherits the number, but not the thread.
    if _watching == os.getpid() or os.environ.get(VARIABLE) != "1":
        return
    _watching = os.getpid()
    threading.Thread(target=_watch, args=(os.getppid(),), name="lifeline", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
