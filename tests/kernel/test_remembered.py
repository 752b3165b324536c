"""A queryset whose statement is written once gives what Django gives, and one that can't be remembered is refused."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DataError, connection, transaction
from django.db.models import F, QuerySet, Value
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from hasila.institution.accounts import Account
from hasila.institution.units import Unit
from hasila.plain.remembered import among, planned, remembered

pytestmark = pytest.mark.django_db
BUILT: list[Any] = []


@remembered
def _below(path: str, keys: list[int] | None, *, closed: bool) -> QuerySet[Unit]:
    BUILT.append((path, keys))
    rows = Unit.objects.filter(path__gt=path, closed_on__isnull=not closed).select_related("parent").order_by("id")
    return rows if keys is None else rows.filter(among("id", keys))


def test_it_gives_what_django_gives_and_is_built_once_for_a_shape() -> None:
    some = list(Unit.objects.order_by("id")[:40])
    BUILT.clear()
    for after in (some[0].path, some[5].path):
        for keys in ([unit.pk for unit in some], [some[7].pk], [], None):
            expected = Unit.objects.filter(path__gt=after, closed_on__isnull=True).order_by("id")
            expected = expected if keys is None else expected.filter(pk__in=keys)
            with CaptureQueriesContext(
                connection,
            ) as asked:
                found = _below(after, keys, closed=False)
            assert found == list(expected)
            assert len(asked) == 1
            with CaptureQueriesContext(connection) as further:
                assert [unit.parent for unit in found] == [unit.parent for unit in found]
            assert not further, "what it joins is read with it"
    assert len(BUILT) == 2 * 3, "twice for each of three shapes: many or one, none, all"
    assert _below(some[0].path, None, closed=True) == []


@remembered
def _words(code: str, key: int) -> QuerySet[Any, Any]:
    named = Unit.objects.filter(code=code).annotate(of=Value("code")).values_list("of", "pk")
    return named.union(Unit.objects.filter(pk=key).annotate(of=Value("key")).values_list("of", "pk"), all=True)


def test_a_union_of_tuples() -> None:
    first, second = Unit.objects.order_by("-id")[:2]
    for one, other in ((first, second), (second, first)):
        assert sorted(_words(one.code, other.pk)) == [("code", one.pk), ("key", other.pk)]
    assert _words.first("nothing of the kind", 0) is None


def _accounts(key: UUID, *, named: str = "") -> QuerySet[Account]:
    return Account.objects.filter(pk=key, username__contains=named)


def test_values_of_each_type_come_through() -> None:
    account = Account.objects.create(username="remembered", kind="staff")
    ask = remembered(_accounts)
    assert ask(uuid4()) == [] and ask.first(account.pk) == account
    assert ask(account.pk, named="mem") == [account] and ask(account.pk, named="xyz") == []
    since = remembered(lambda day: Account.objects.filter(created_at__date__gte=day))
    assert account in since(date(2020, 1, 1)) and since(date(9000, 1, 1)) == []


def _held(name: str) -> QuerySet[Unit]:
    return Unit.objects.filter(code__contains=name)


def _counted(number: int) -> QuerySet[Unit]:
    return Unit.objects.all()[:number]


def _whose(key: int) -> QuerySet[Unit]:
    return Unit.objects.filter(pk=key + 1)


def _not_there(name: str) -> QuerySet[Unit]:
    return Unit.objects.filter(code=name.lower())


@pytest.mark.parametrize(("build", "value"), [(_held, "a"), (_counted, 3), (_whose, 3), (_not_there, "A")])
def test_what_depends_on_a_value_is_refused(build: Any, value: Any) -> None:
    with pytest.raises(TypeError, match=r"its statement depends on the values|made from the values"):
        remembered(build)(value)


@pytest.mark.parametrize("value", [True, 1.5, {"a": 1}])
def test_a_value_of_another_type_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match=r"by name|no queryset is remembered"):
        remembered(lambda value: Unit.objects.filter(pk=value))(value)


def _prepared(text: str) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE %s", [f"%{text}%"]
        )
        return cursor.fetchall()


def test_what_is_found_by_a_key_is_planned_once() -> None:
    accounts = [Account.objects.create(username=f"100% of {number}", kind="staff") for number in range(9)]
    ask = planned(_accounts)
    for one in accounts:
        assert ask(one.pk, named="100%") == [one] and ask(one.pk, named="xyz") == [], "a per cent sign stays one"
        assert ask.first(one.pk).created_at == one.created_at, "values are read as Django reads them"
    used = _prepared('FROM "institution_account" WHERE ("institution_account"."id" = $1 AND')
    assert used == [(9, 0)] * 3, "what is given by name stands in the statement; each is prepared once, for any value"
    with CaptureQueriesContext(connection) as asked:
        assert ask(accounts[0].pk) == accounts[:1]
    assert len(asked) == 1, "whoever counts queries counts it"


def test_an_error_of_a_prepared_statement_is_djangos() -> None:
    ask = planned(lambda key: Unit.objects.filter(pk=key).annotate(none=Value(1) / (F("pk") - F("pk"))))
    key = Unit.objects.values_list("pk", flat=True)[0]
    with pytest.raises(DataError), transaction.atomic():
        ask(key)
    assert planned(_whose_unit)(key)[0].pk == key, "after the savepoint all goes on"
    with pytest.raises(TransactionManagementError), transaction.atomic():
        transaction.set_rollback(True)
        planned(_whose_unit)(key)


def _whose_unit(key: int) -> QuerySet[Unit]:
    return Unit.objects.filter(pk=key)
