"""An officer's week on paper: who gets it, what it says, what it proves, what printing it leaves."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.test import Client
from tests.kernel.conftest import people
from tests.sample.models import Claims

from hasila.assurance import keys, tree
from hasila.assurance.papers import check
from hasila.assurance.proofs import proof_of
from hasila.assurance.readings import EXPORT, PRINT, by_actor, consult, consult_many, of_records
from hasila.institution.career import Officer
from hasila.institution.roles import Role
from hasila.kernel.access import Actor
from hasila.kernel.perform import perform
from hasila.kernel.sealer import seal_all
from hasila.modules.oversight.lines import AS_CONCERNED, FOLLOWING, told_acts
from hasila.modules.oversight.weeks import PRINTED, PROVES_FILE, Week, content, proven_entry, week_of
from hasila.plain.days import NOTHING
from hasila.plain.moments import today
from hasila.surfaces.print.bilingual import both
from hasila.surfaces.print.sheet import sheet


def words_of(found: Any) -> str:
    """Everything that a paper says, in both languages."""
    return str(sheet(found, reference="X", unit="X", today=today()))


@pytest.fixture
def sealed(ledger_db: None, connect: Callable[..., psycopg.Connection], tmp_path: Path, settings: Any) -> Iterator[Any]:
    """People whose acts are sealed in a tree of a log of its own, in a signed checkpoint."""
    settings.VAR, settings.HASILA_WITNESSES = tmp_path, ""
    service = people()
    service.inspector = service.holder(Role.INSPECTOR)
    raw = connect("sealer")

    def seal() -> None:
        seal_all(raw)
        tree.extend(raw)

    service.seal = seal
    yield service


def test_the_paper_says_what_the_page_says_and_where_it_stands(sealed: SimpleNamespace, connect: Any) -> None:
    data = {"holder": sealed.subject.id, "text": "نص"}
    claim = perform(Claims.file, actor=sealed.clerk, unit=sealed.rabat, data=data).record
    consult(sealed.subject, Actor.of(sealed.clerk), "personnel", case="9/26")
    consult_many(Claims, Actor.of(sealed.clerk), "handling", [claim.pk], words="بنجلون")
    sealed.seal()
    late = perform(Claims.file, actor=sealed.clerk, unit=sealed.casablanca, data=data).record
    clerk = Officer.objects.get(pk=sealed.clerk)
    week = week_of(clerk, today())
    said = words_of(content(week, sealed.inspector))
    kept = tree.published()
    assert kept is not None
    for part in (
        claim.reference, late.reference, sealed.subject.reference, "9/26", "بنجلون",
        clerk.registration_number, clerk.arabic_name, clerk.latin_name, str(sealed.rabat.arabic),
        both(Role.PERSONNEL_CLERK)["ar"], both(Role.PERSONNEL_CLERK)["fr"], b64encode(kept.root).decode(),
    ):  # fmt: skip
        assert part in said, part
    # The last act of the week isn't sealed, so the code proves the one before it, against a checkpoint that is signed.
    proven = proven_entry(week)
    assert proven.record_id == claim.pk
    proof = proof_of(proven.id)
    assert proof is not None
    assert check(proof.text(), keys.verifiers(connect("sealer").cursor())).said["actor"] == str(sealed.clerk)


def test_a_week_without_acts_is_proven_by_the_officers_own_file(sealed: SimpleNamespace) -> None:
    sealed.seal()
    empty = week_of(sealed.subject, today().replace(year=today().year - 1))
    assert empty.entries == empty.readings == []
    assert proven_entry(empty).record_id == sealed.subject.pk
    assert both(PROVES_FILE)["fr"] in words_of(content(empty, sealed.inspector))


def test_a_long_week_says_how_much_it_leaves_out(service: SimpleNamespace) -> None:
    consult(service.subject, Actor.of(service.clerk), "personnel")
    (reading,) = by_actor(service.clerk, today(), today())
    week = week_of(Officer.objects.get(pk=service.clerk), today())
    long = content(Week(week.officer, week.monday, [], [reading] * (PRINTED + 7)), service.inspector)
    assert len(long.tables[1].rows) == PRINTED
    assert "7" in both(long.notes[-1])["fr"]
    whole = content(Week(week.officer, week.monday, [], [replace(reading, kind=EXPORT, words="")]), service.inspector)
    assert NOTHING not in whole.tables[1].rows[0][1].said("ar"), "a register as a whole has no name of its own"


def test_printing_is_for_the_inspectorate_with_a_purpose_and_is_kept(service: SimpleNamespace, signed_in: Any) -> None:
    clerk = Officer.objects.get(pk=service.clerk)
    page = f"/oversight/officers/{clerk.reference}/{today().isoformat()}"
    client: Client = signed_in(service.inspector)
    for kind in ("pdf", "tlog-proof"):
        away = client.get(f"{page}.{kind}")
        assert (away.status_code, away["Location"]) == (302, page)
    assert not of_records([clerk.pk], today())
    client.post(page, {"purpose": "inspection"})
    shown = client.get(page).text
    monday = week_of(clerk, today()).monday.isoformat()
    paper = f"/oversight/officers/{clerk.reference}/{monday}.pdf"
    assert paper in shown
    answer = client.get(paper)
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF-")
    assert answer["Cache-Control"] == "private, no-store"
    kept = {(reading.actor, reading.kind, reading.purpose) for reading in of_records([clerk.pk], today())}
    assert (service.inspector, PRINT, "inspection") in kept
    for nobody in (service.elsewhere, service.clerk, service.general):
        assert signed_in(nobody).get(paper).status_code == 404
    assert client.get(f"/oversight/officers/{clerk.reference}/2026-13-45.pdf").status_code == 404


def test_nobody_prints_their_own_week(service: SimpleNamespace, signed_in: Any) -> None:
    inspector = Officer.objects.get(pk=service.inspector)
    assert (
        signed_in(service.inspector).get(f"/oversight/officers/{inspector.reference}/2026-11-20.pdf").status_code == 404
    )


def test_an_act_without_a_mandate_says_whether_it_followed_from_another(db: None) -> None:
    """Neither has a mandate: what somebody does in their own file, and what their act brought about in another."""

    def entry(cause: Any) -> SimpleNamespace:
        head = {"mandate": None, "basis": ""}
        return SimpleNamespace(act="sample.claims.file", unit_id=1, record_id=uuid4(), cause=cause, head=head)

    own, followed = told_acts([entry(None), entry(uuid4())])
    assert (own.role, followed.role) == (AS_CONCERNED, FOLLOWING)
