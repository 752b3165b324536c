"""The claim checker: `python -m benchmarks.claims [--sets dev,held] [--slips]`.

Scores the checker and a plain baseline on the annotated articles of `tests/claims`, by set and language and by kind of
planted error, with the processor time an article takes; then the same articles told of another year, body or country,
where nothing may be contradicted. `--slips` lists what went wrong.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Callable
from typing import Any

HEAD = ("articles", "claims", "spans", "overlapping", "whole", "whole, year", "verdicts", "false", "wrong", "ms")


def row(score: Any) -> list[str]:
    """A score as cells of a table, as `HEAD` names them."""
    return [
        f"{score.articles}",
        f"{score.claims}",
        f"{score.exact.f1:.3f}",
        f"{score.overlapping.f1:.3f}",
        f"{score.whole.f1:.3f}",
        f"{score.strict.f1:.3f}",
        f"{score.macro_f1:.3f}",
        f"{score.falsely_contradicted} ({score.false_contradicted:.1%})",
        f"{score.wrong_alarms} of {score.alarms}",
        f"{statistics.median(score.times) * 1000:.0f}; {max(score.times) * 1000:.0f}",
    ]


def line(cells: list[str] | tuple[str, ...]) -> None:
    """Prints a line of a table."""
    print(f"| {' | '.join(cells)} |")


def tables(checkers: dict[str, Callable[..., Any]], sets: list[str], slips: list[Any]) -> None:
    """Prints the scores of each checker by set and language, then the planted errors caught."""
    from tests.claims.articles import articles
    from tests.claims.measure import score

    line(("", *HEAD))
    line(("---",) * (len(HEAD) + 1))
    mistakes: dict[str, dict[str, str]] = {}
    for number, (name, check) in enumerate(checkers.items()):
        for chosen in sets:
            texts = list(articles([chosen]))
            for language in sorted({text.language for text in texts}):
                part = [text for text in texts if text.language == language]
                line([f"{name}, {chosen}, {language}", *row(score(check, part))])
            if texts:
                whole = score(check, texts, slips if number == 0 else None)
                line([f"**{name}, {chosen}**", *row(whole)])
                for kind, planted in whole.mistakes.items():
                    mistakes.setdefault(kind, {})[f"{name}, {chosen}"] = f"{whole.caught[kind]}/{planted}"
    columns = [f"{name}, {chosen}" for name in checkers for chosen in sets]
    print()
    line(("planted", *columns))
    line(("---",) * (len(columns) + 1))
    for kind in sorted(mistakes):
        line([kind.replace("_", " "), *(mistakes[kind].get(column, "") for column in columns)])


def elsewhere(checkers: dict[str, Callable[..., Any]], sets: list[str], wrong: list[str]) -> None:
    """Prints how often the same articles, told of another year, body or country, are called contradicted."""
    from tests.claims.articles import articles
    from tests.claims.moved import WAYS, contradicted, moved

    print()
    line(("told of", "articles", *checkers))
    line(("---",) * (len(checkers) + 2))
    for way in WAYS:
        texts = list(moved(articles(sets), way))
        cells = []
        for number, check in enumerate(checkers.values()):
            count, calls = contradicted(check, texts)
            cells.append(f"{len(calls)} of {count}")
            if number == 0:
                wrong += [f"{way}: {article.set}/{article.name}: {told}" for article, told in calls]
        line((way, str(len(texts)), *cells))


def main() -> None:
    from tests.claims.articles import SETS

    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--sets", default=",".join(SETS), help="which, with commas")
    reader.add_argument("--slips", action="store_true", help="list what went wrong")
    options = reader.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hasila.project.settings")
    import django

    django.setup()
    from tests.claims import baseline

    from hasila.modules.communication.checker import check

    slips: list[Any] = []
    check("")
    checkers: dict[str, Callable[..., Any]] = {"checker": check, "plain": baseline.check}
    tables(checkers, options.sets.split(","), slips)
    elsewhere(checkers, [name for name in options.sets.split(",") if name != "seeds"], slips)
    if options.slips:
        print(*map(str, slips), sep="\n")


if __name__ == "__main__":
    main()
