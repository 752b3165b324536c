"""`make bench`: every benchmark of docs/benchmarks.md, one after another, at sizes that a laptop finishes."""

import subprocess
import sys

PARTS = (
    ("The door", ["benchmarks.door", "100000"]),
    ("One act", ["benchmarks.single", "200"]),
    ("Many clients", ["benchmarks.load"]),
    ("The report", ["benchmarks.report"]),
    ("Readings", ["benchmarks.readings", "10", "1000000"]),
    ("The claim checker", ["benchmarks.claims"]),
    ("Pages", ["benchmarks.pages", "200000", "60"]),
    ("Numbers in press text", ["benchmarks.quantities"]),
)


def main() -> int:
    """Runs each part in a process of its own; 1 where one fails."""
    failed = 0
    for title, arguments in PARTS:
        print(f"\n== {title}: python -m {' '.join(arguments)}", flush=True)
        failed |= subprocess.run([sys.executable, "-m", *arguments], check=False).returncode != 0
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
