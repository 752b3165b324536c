"""Processes are killed at random points, and nothing is lost: `make soak` does it two hundred times."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.skipif(not os.environ.get("HASILA_SLOW"), reason="a minute; HASILA_SLOW=1 runs it, make soak does more")
def test_what_was_acknowledged_survives_kill_9() -> None:
    """Four points in web server, sealer, stream and PostgreSQL, of an embedded server of its own."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("PYTEST_", "HASILA_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.faults", "4", "10000", "--seconds", "6", "--json"],
        cwd=ROOT,
        env={**kept, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(done.stdout)
    assert figures["wrong"] == 0 and figures["points (kill -9)"] > 0
    assert figures["acts acknowledged"] > 0 and figures["lines of the stream"] > 0
    assert figures["entries verified"] >= figures["acts acknowledged"] + figures["lines of the stream"]
