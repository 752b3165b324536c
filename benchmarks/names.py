"""Names: `python -m benchmarks.names [people] [questions] [--pairs DIR] [--keep]`.

A register of invented people, opened through the door, and questions about some of them as clerks put them: in the
other script, misspelt, misheard, with parts dropped or in the other order; with and without a day of birth; a fifth of
them about people who aren't there. Found within ten, first, and at the threshold where a file is shown as probably the
one looked for; with how long it takes behind the fence. `--pairs` names a folder of public pairs (`names_pairs`).
"""

from __future__ import annotations

import gc
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from benchmarks import names_pairs
from benchmarks import names_people as made
from benchmarks.harness import bench_database, percentiles, sealer, show

NAME = "bench_names_{}"
"""The database, by how many people it holds; `--keep` leaves it, and the next run with as many finds it."""
REPORTED = 41
"""The seed of the questions that are reported; others serve for tuning."""
THROUGH_THE_DOOR = 20_000


@dataclass
class Tally:
    """What became of the questions of one kind.

    Attributes:
        ceiling: of how many the person would be within ten if nothing but the name told people apart, and chance chose
        among those who bear it. few: how many were of a name that fewer than ten bear, in both scripts.
    """

    asked: int = 0
    within: int = 0
    first: int = 0
    shown: int = 0
    right: int = 0
    alike: int = 0
    ceiling: float = 0.0
    few: int = 0
    few_within: int = 0
    times: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)


def description(someone: made.Someone, *, held: bool) -> Any:
    """What the register holds of somebody, or what is fully known."""
    from hasila.institution.names.evidence import Description

    names = {"arabic": (someone.arabic,), "latin": (someone.latin,)}.get(someone.held, (someone.arabic, someone.latin))
    at = someone.held == "latin"
    return Description(
        names, someone.sex, someone.born_on, None, someone.mother[at], "", someone.place[at], someone.card
    )


def acts(people: list[made.Someone], actor: Any, units: list[int]) -> Iterator[Any]:
    """The openings of their files."""
    from hasila.institution.persons import Persons
    from hasila.kernel.procedures import Act

    for number, someone in enumerate(people):
        data: dict[str, Any] = {"sex": someone.sex, "born_on": someone.born_on, "card_number": someone.card}
        if someone.held != "latin":
            data |= {"arabic_given": someone.arabic_given, "arabic_family": someone.arabic_family}
        if someone.held != "arabic":
            data |= {"latin_given": someone.latin_given, "latin_family": someone.latin_family}
        data |= {"mother": someone.mother[someone.held == "latin"], "born_at": someone.place[someone.held == "latin"]}
        yield Act(Persons.enter, actor=actor, data=data, unit_id=units[number % len(units)])


Question = Callable[[made.Someone, random.Random], Any]


def questions() -> dict[str, Question]:
    """The kinds of questions: each makes of somebody what a clerk would ask."""
    from hasila.institution.names.evidence import Description as Asked

    def heard(who: made.Someone, chance: random.Random) -> str:
        return made.misheard(made.same_script(who, chance), chance)

    def day(who: made.Someone, chance: random.Random) -> Any:
        return made.wrong_day(who.born_on, chance) if chance.random() < 0.15 else who.born_on

    return {
        "other script, name alone": lambda who, c: Asked((made.other_script(who, c),)),
        "other script, year of birth": lambda who, c: Asked((made.other_script(who, c),), birth_year=who.born_on.year),
        "other script, day of birth": lambda who, c: Asked((made.other_script(who, c),), born_on=day(who, c)),
        "other script, last name first, year": lambda who, c: Asked(
            (made.swapped(made.other_script(who, c), c),), birth_year=who.born_on.year
        ),
        "other script, a letter misheard, day": lambda who, c: Asked(
            (made.misheard(made.other_script(who, c), c),), born_on=day(who, c)
        ),
        "other script, mother's name": lambda who, c: Asked(
            (made.other_script(who, c),), mother=made.french(who.mother[1], c)
        ),
        "other script, place, year": lambda who, c: Asked(
            (made.other_script(who, c),), birth_year=who.born_on.year, place=who.place[1]
        ),
        "a letter misheard, name alone": lambda who, c: Asked((heard(who, c),)),
        "a letter misheard, day of birth": lambda who, c: Asked((heard(who, c),), born_on=day(who, c)),
        "parts dropped, day of birth": lambda who, c: Asked((made.dropped(who, c),), born_on=day(who, c)),
        "other script, a space left out, year": lambda who, c: Asked(
            (made.together(made.other_script(who, c), c),), birth_year=who.born_on.year
        ),
        "other script, a space left out, name alone": lambda who, c: Asked(
            (made.together(made.other_script(who, c), c),)
        ),
        "card number, one name": lambda who, c: Asked((who.latin_family,), card=who.card),
    }


def load(count: int, name: str) -> tuple[float, list[made.Someone]]:
    """Opens the first files through the door, which gives acts a second; the owner copies the others into the table,
    as the door would have left them, but for their entries.
    """
    from hasila.institution.roles import Role
    from hasila.institution.staffing import Holder, ensure_holder
    from hasila.institution.units import Unit
    from hasila.kernel.many import perform_many

    people = made.everyone(count)
    officer = ensure_holder(Holder("names.bench", 901, Role.JUDICIAL_OFFICER, "DGSN", 9, "M", "ضابط", "Officier"))
    units = list(Unit.objects.order_by("id").values_list("id", flat=True))
    few = min(count, THROUGH_THE_DOOR)
    begun = time.perf_counter()
    done = perform_many(acts(people[:few], officer, units), simulated=True)
    if done.performed != few:
        raise RuntimeError(f"{done.refused} files were refused")
    rate = few / (time.perf_counter() - begun)
    copy(acts(people[few:], officer, units), name)
    return rate, people


def copy(openings: Iterator[Any], name: str) -> None:
    """Puts files into the table with the owner's rights; its index is made again afterwards."""
    import psycopg
    from django.db import connection

    from hasila.institution.persons import Persons, set_keys
    from hasila.kernel.deciding import search_text
    from hasila.kernel.records import new_id, reference_of
    from hasila.kernel.rows import rows_of
    from hasila.project import connections as targets

    rows = rows_of(Persons.record)
    connection.close()
    with psycopg.connect(targets.target("owner").conninfo(dbname=name)) as raw:
        raw.execute("ALTER TABLE institution_personfile DISABLE TRIGGER USER")
        raw.execute("DROP INDEX person_file_keys")
        raw.execute("CREATE TEMP TABLE stage (LIKE institution_personfile)")
        listed = ", ".join(f'"{column}"' for column in rows.columns)
        for vector in rows.vectors:
            raw.execute(f"ALTER TABLE stage ALTER {vector} TYPE text")
        with raw.cursor().copy(f"COPY stage ({listed}) FROM STDIN (FORMAT BINARY)") as out:
            out.set_types(rows.types)
            for act in openings:
                record: Any = rows.blank()
                record.__dict__.update(act.data)
                record.id, record.unit_id, record.state, record.version = new_id(), act.unit_id, "recorded", 1
                record.reference = reference_of(record.id, Persons.prefix)
                record.opened_at = record.acted_at = datetime.now(UTC)
                record.search = search_text(record)
                set_keys(record, act)
                out.write_row(rows.values(record))
        cast = ", ".join(f'"{c}"::tsvector' if c in rows.vectors else f'"{c}"' for c in rows.columns)
        raw.execute(f"INSERT INTO institution_personfile ({listed}) SELECT {cast} FROM stage")
        raw.execute("SET maintenance_work_mem = '512MB'")
        raw.execute("CREATE INDEX person_file_keys ON institution_personfile USING gin (keys) WITH (fastupdate = off)")
        raw.execute("ALTER TABLE institution_personfile ENABLE TRIGGER USER")


def there(people: list[made.Someone]) -> dict[str, Any]:
    """The identifier of each file, by card number."""
    from hasila.institution.persons import PersonFile

    return dict(PersonFile.objects.values_list("card_number", "id"))


def ask(people: list[made.Someone], ids: dict[str, Any], asked: int, seed: int) -> tuple[dict[str, Tally], int, int]:
    """Puts the questions as an officer of one district, behind the fence."""
    from hasila.institution.finding import SHOWN, find
    from hasila.institution.names.evidence import PROPOSED
    from hasila.institution.roles import Role
    from hasila.institution.staffing import Holder, ensure_holder
    from hasila.kernel.access import acting

    officer = ensure_holder(Holder("names.desk", 902, Role.DESK_OFFICER, "PP-RBT", 3, "F", "ضابطة", "Agente"))
    namesakes: dict[tuple[str, str], int] = {}
    for someone in people:
        key = (someone.arabic, someone.latin)
        namesakes[key] = namesakes.get(key, 0) + 1
    names = {ids[someone.card]: (someone.arabic, someone.latin) for someone in people}
    chance = random.Random(seed)
    tallies: dict[str, Tally] = {}
    for kind, put in questions().items():
        tally = tallies.setdefault(kind, Tally())
        for someone in chance.sample(people, asked):
            question = put(someone, chance)
            begun, busy = time.perf_counter(), time.process_time()
            with acting(officer):
                result = find(question)
            tally.times.append(time.perf_counter() - begun)
            tally.busy.append(time.process_time() - busy)
            found = [one.person.pk for one in result.found]
            tally.asked += 1
            tally.within += ids[someone.card] in found
            bearers = namesakes[(someone.arabic, someone.latin)]
            tally.ceiling += min(1.0, SHOWN / bearers)
            tally.few += bearers < SHOWN
            tally.few_within += bearers < SHOWN and ids[someone.card] in found
            tally.first += found[:1] == [ids[someone.card]]
            tally.alike += any(names[one] == (someone.arabic, someone.latin) for one in found)
            shown = [one.person.pk for one in result.found if one.weighed.bits >= PROPOSED]
            tally.shown += len(shown)
            tally.right += ids[someone.card] in shown
    strangers = made.everyone(2 * asked, seed=seed + 1000)
    wrong = 0
    kinds = list(questions().values())
    for number, someone in enumerate(strangers):
        question = kinds[number % (len(kinds) - 1)](someone, chance)
        with acting(officer):
            wrong += any(one.weighed.bits >= PROPOSED for one in find(question).found)
    return tallies, len(strangers), wrong


def report(tallies: dict[str, Tally], strangers: int, wrong: int) -> None:
    """Prints a line for each kind of question, and all together."""
    print(
        "kind | asked | within 10 | at most, by the name | of names with fewer than ten bearers | "
        "a namesake within 10 | first | precision shown | recall shown | "
        "p50, p95 ms | of which Python"
    )
    whole = Tally()
    for kind, one in tallies.items():
        print(f"{kind} | {line(one)}")
        for name in ("asked", "within", "first", "shown", "right", "alike", "ceiling", "few", "few_within"):
            setattr(whole, name, getattr(whole, name) + getattr(one, name))
        whole.times += one.times
        whole.busy += one.busy
    print(f"all | {line(whole)}")
    print(f"questions about people who aren't there: {strangers}; of those, with a file shown as probable: {wrong}")


def line(one: Tally) -> str:
    """The figures of some questions."""
    times, busy = percentiles(one.times), percentiles(one.busy)
    return (
        f"{one.asked} | {one.within / one.asked:.3f} | {one.ceiling / one.asked:.3f} | "
        f"{one.few_within / max(1, one.few):.3f} of {one.few} | {one.alike / one.asked:.3f} | "
        f"{one.first / one.asked:.3f} | {one.right / max(1, one.shown):.3f} | {one.right / one.asked:.3f} | "
        f"{times['p50']:.0f}, {times['p95']:.0f} | "
        f"{busy['p50']:.0f}, {busy['p95']:.0f}"
    )


def main() -> None:
    numbers = [int(a) for a in sys.argv[1:] if a.isdigit()]
    count, asked, seed = (numbers + [1_000_000, 300, REPORTED][len(numbers) :])[:3]
    if "--pairs" in sys.argv:
        names_pairs.report(sys.argv[sys.argv.index("--pairs") + 1], seed)
    if "--only-pairs" in sys.argv:
        return
    keep, name = "--keep" in sys.argv, NAME.format(count)
    with bench_database(name=name, keep=keep):
        from django.db import connections

        from hasila.institution.finding import install
        from hasila.institution.persons import PersonFile

        if PersonFile.objects.count() < count:
            with sealer(name):
                rate, people = load(count, name)
            show({"files opened a second": rate})
        else:
            people = made.everyone(count)
        install(connections["owner"])
        with connections["owner"].cursor() as cursor:
            cursor.execute("ANALYZE institution_personfile")
            for relation in ("institution_personfile", "person_file_keys"):
                cursor.execute("SELECT pg_size_pretty(pg_total_relation_size(%s::regclass))", [relation])
                print(relation, cursor.fetchone()[0])
        ids = there(people)
        gc.collect()
        gc.freeze()  # a server holds no million of people, which its collector would walk through
        ask(people, ids, 20, seed + 1)  # what a process remembers is there before anything is timed
        report(*ask(people, ids, asked, seed))


if __name__ == "__main__":
    main()
