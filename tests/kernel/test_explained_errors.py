"""A "no" is never bare: code, words in each language, field, what helps; from the kernel, a guard or the database."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hasila.kernel import refusals
from hasila.kernel.perform import perform
from hasila.kernel.refusals import Refusal, Refused
from tests.sample.models import Claim, Claims, Dossier

KINDS: dict[str, Callable[..., Refusal]] = {
    kind.code: kind for kind in vars(refusals).values() if callable(kind) and hasattr(kind, "code")
}
STATUSES = {400, 403, 404, 409, 422}
ARABIC = re.compile(r"[\u0621-\u064a]")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def made(kind: Callable[..., Refusal]) -> Refusal:
    """A refusal of a kind, with as many values as it takes."""
    for count in range(5):
        try:
            return kind(*[f"value{n}" for n in range(count)])
        except ValueError:
            continue
    raise AssertionError(kind)


@pytest.mark.parametrize("code", sorted(KINDS))
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_refusal_of_the_kernel_speaks_each_language(code: str, language: str) -> None:
    refusal = made(KINDS[code])
    with override("en"):
        english = str(refusal)
    with override(language):
        said = str(refusal)
        assert said and not PLACEHOLDER.search(said + refusal.help)
        assert (said == english) == (language == "en")
        assert bool(ARABIC.search(said)) == (language == "ar")


@pytest.mark.parametrize("code", sorted(KINDS))
def test_every_refusal_of_the_kernel_is_complete(code: str) -> None:
    refusal = made(KINDS[code])
    assert refusal.code == code and code.startswith("kernel.") and refusal.status in STATUSES
    assert set(PLACEHOLDER.findall(str(refusal.message))) <= set(refusal.params)
    problem = refusal.as_problem()
    assert problem["code"] == code and problem["detail"] == str(refusal) and set(problem) == {
        "code", "detail", "field", "remedy", "basis"
    }  # fmt: skip


def test_a_translation_keeps_every_placeholder() -> None:
    for kind in KINDS.values():
        message = made(kind).message
        with override("en"):
            wanted = sorted(PLACEHOLDER.findall(str(message)))
        for language in ("ar", "fr"):
            with override(language):
                assert sorted(PLACEHOLDER.findall(str(message))) == wanted, (kind, language)


def test_a_per_cent_sign_without_parameters_stays() -> None:
    assert str(Refusal("x.share", "100 % of it.")) == "100 % of it."
    assert str(Refusal("x.limit", "At most %(n)s %%.", n=5)) == "At most 5 %."


def test_a_remedy_takes_the_same_values() -> None:
    refusal = Refusal("x.late", _("Until %(until)s."), remedy="Wait for %(until)s.", until="2024-03-11")
    assert refusal.help == "Wait for 2024-03-11." and refusal.as_problem()["remedy"] == refusal.help
    assert Refusal("x.none", "No.").as_problem()["remedy"] is None


def test_refusals_are_the_same_by_code_and_field() -> None:
    one, other = refusals.missing("text"), refusals.missing("text")
    assert one == other and hash(one) == hash(other) and one != refusals.missing("kind")
    assert Refused(one, refusals.missing("kind")).refusal is one


def attempt(*args: Any, **kwargs: Any) -> list[Refusal]:
    """The refusals of an act that must be refused."""
    with pytest.raises(Refused) as caught, transaction.atomic():
        perform(*args, **kwargs)
    return caught.value.refusals


def file(service: SimpleNamespace, **data: Any) -> list[Refusal]:
    """The refusals of a filing."""
    data = {"holder": service.subject, "text": "نص", **data}
    return attempt(Claims.file, actor=service.clerk, unit=service.rabat, data=data)


def test_a_form_hears_of_everything_at_once(service: SimpleNamespace) -> None:
    found = file(service, text="", amount="abc", kind="other", holder="nobody", nonsense=1)
    assert {(refusal.code, refusal.field) for refusal in found} == {
        ("kernel.missing", "text"),
        ("kernel.invalid", "amount"),
        ("kernel.invalid", "kind"),
        ("kernel.no_such_object", "holder"),
        ("kernel.unknown_field", "nonsense"),
    }
    assert all(str(refusal) for refusal in found)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_words_follow_the_reader_not_the_actor(service: SimpleNamespace, language: str) -> None:
    """A refusal is made once and said in the language of whoever reads it."""
    (refusal,) = attempt(Claims.study, Claim(id=service.clerk), actor=service.director)
    with override(language):
        assert str(refusal) == str(refusals.no_record()) and refusal.help
    assert refusal.code == "kernel.no_record" and refusal.status == 404


def test_a_wrong_state_names_the_state_and_those_that_would_do(service: SimpleNamespace) -> None:
    claim = perform(
        Claims.file, actor=service.clerk, unit=service.rabat, data={"holder": service.subject, "text": "نص"}
    ).record
    (refusal,) = attempt(Claims.decide, claim, actor=service.general, data={"grounds": "سبب"})
    assert refusal.params["state"] == "Filed" and refusal.params["wanted"] == "Studied" and refusal.help


def test_no_mandate_names_the_roles_that_have_it(service: SimpleNamespace) -> None:
    (refusal,) = attempt(
        Claims.file, actor=service.second.pk, unit=service.rabat, data={"holder": service.subject, "text": "نص"}
    )
    assert refusal.code == "kernel.no_mandate" and refusal.params["roles"] and refusal.help


def test_duties_kept_apart_name_the_other_step(service: SimpleNamespace) -> None:
    claim = perform(
        Claims.file, actor=service.clerk, unit=service.rabat, data={"holder": service.subject, "text": "نص"}
    ).record
    (refusal,) = attempt(Claims.study, claim, actor=service.clerk)
    assert (refusal.code, str(refusal.params["step"])) == ("kernel.same_person", "File") and refusal.help


@pytest.mark.parametrize(
    ("data", "code", "field"),
    [
        ({"amount": 2000}, "kernel.constraint", None),
        ({"dossier": "00000000-0000-4000-8000-000000000000"}, "kernel.no_such_object", "dossier"),
    ],
)
def test_what_the_database_refuses_is_a_refusal(service: SimpleNamespace, data: dict, code: str, field: str) -> None:
    (refusal,) = file(service, **data)
    assert (refusal.code, refusal.field) == (code, field)


def test_a_declared_constraint_has_its_own_words(service: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    small = Refusal("sample.too_much", "At most 1,000.", field="amount", status=422)
    monkeypatch.setattr(Claims, "constraints", {**Claims.constraints, "sample_claim_small": small})
    assert file(service, amount=2000) == [small]


def test_an_identifier_taken_is_said_so(service: SimpleNamespace) -> None:
    kept = perform(Dossier.keep, actor=service.clerk, unit=service.rabat, data={"title": "ملف"}).record
    (refusal,) = attempt(Dossier.keep, kept.pk, actor=service.clerk, unit=service.rabat, data={"title": "آخر"})
    assert refusal.code == "kernel.exists_already"
