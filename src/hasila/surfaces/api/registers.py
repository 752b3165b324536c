"""Registers and records, read: every answer holds only what the one who asks may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse

from hasila.assurance import steps as reading
from hasila.assurance.readings import CASE_LENGTH, OPEN, PRINT
from hasila.institution.career import Officer
from hasila.institution.people import Person
from hasila.institution.units import Unit
from hasila.kernel.access import Actor, visible
from hasila.kernel.procedures import Procedure
from hasila.kernel.records import Record
from hasila.kernel.refusals import Refusal, Refused, no_purpose, no_record, no_unit
from hasila.kernel.registers import narrow
from hasila.plain.texts import FORBIDDEN, western_digits
from hasila.surfaces.api import problems, represent
from hasila.surfaces.api.contents import keeping_of
from hasila.surfaces.api.intake import json_object
from hasila.surfaces.api.wire import TEXT_PATTERN, UUID_SCHEMA, Schema, expected, fits, taken_as_filter
from hasila.surfaces.reading import keep, keep_search, purpose_needed
from hasila.surfaces.searching import page
from hasila.surfaces.sending import as_sent
from hasila.surfaces.web.display import first_with, model_field, related_paths

LIMIT, MOST = 50, 200
PAGING: dict[str, Schema] = {
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT},
    "after": UUID_SCHEMA,
    "before": UUID_SCHEMA,
}
CASE: Schema = {"type": "string", "maxLength": CASE_LENGTH, "pattern": TEXT_PATTERN}
NOT_FILTERS = ("q", "purpose", "case")
SEARCH: dict[str, Schema] = {"q": {"type": "string", "maxLength": 200, "pattern": TEXT_PATTERN}}


def actor_of(request: HttpRequest) -> Actor:
    """The one who asks."""
    return request.actor  # type: ignore[attr-defined]


def parameters(request: HttpRequest, known: dict[str, Schema]) -> dict[str, Any]:
    """The query's parameters, as `read` gives them."""
    return read(request.GET.lists(), known)


def read(given: Iterable[tuple[str, list[str]]], known: dict[str, Schema]) -> dict[str, Any]:
    """Parameters as values, whole numbers read; empty ones are left out.

    Raises:
        Refused: one is unknown, there twice, or of another shape than its schema.
    """
    found: list[Refusal] = []
    values: dict[str, Any] = {}
    for name, texts in given:
        schema = known.get(name)
        if schema is None:
            found.append(problems.unknown_parameter(name[:100]))
            continue
        value = _read(schema, texts[0])
        if (
            len(texts) > 1
            or not fits(schema, value)
            or len(texts[0]) > schema.get("maxLength", 200)
            or FORBIDDEN.search(texts[0])
        ):
            found.append(problems.wrong_parameter(name, expected(schema)))
        else:
            values[name] = value
    if found:
        raise Refused(*found)
    return values


def _read(schema: Schema, text: str) -> Any:
    """A parameter as the JSON value that its schema speaks of."""
    if schema.get("type") == "integer" or any(isinstance(item, int) for item in schema.get("enum", ())):
        digits = western_digits(text)
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else text
    if schema.get("type") == "boolean":
        return {"true": True, "false": False}.get(text, text)
    return text


def filters(procedure: type[Procedure]) -> dict[str, Schema]:
    """The declared filters of a register as parameters; a unit is named by its code."""
    found: dict[str, Schema] = {}
    for name in procedure.register.filters:
        field = model_field(procedure.record, name.replace("__", "."))
        if name == "state":
            found[name] = {"enum": list(procedure.states)}
        elif isinstance(field, models.ForeignKey) and field.related_model is Unit:
            found[name] = {"type": "string", "maxLength": 24, "pattern": "^[0-9A-Za-z._-]+$"}
        elif field is not None:
            found[name] = taken_as_filter(field)
    return found


def searched_by(procedure: type[Procedure]) -> dict[str, Schema]:
    """Everything that a register can be searched by, as members of a body."""
    return {**SEARCH, **filters(procedure), **PAGING, **purposes(procedure)}


def known_parameters(procedure: type[Procedure]) -> dict[str, Schema]:
    """Every parameter of a register's address: nothing by which persons are searched, where it holds files of them."""
    kept_out = {*_naming(procedure), *NOT_FILTERS} if procedure.sensitive else set()
    return {name: schema for name, schema in searched_by(procedure).items() if name not in kept_out}


def rows_for(procedure: type[Procedure], actor: Actor, names: Iterable[str]) -> models.QuerySet:
    """What an actor may see, with what showing these fields needs."""
    paths = related_paths(procedure, ["unit", *names])
    return visible(procedure, actor).select_related(*paths).defer("search", "trail")


def register(request: HttpRequest, procedure: type[Procedure]) -> HttpResponse:
    """A page of a register, narrowed by what the address says."""
    named = [name for name in _naming(procedure) if name in request.GET] if procedure.sensitive else []
    if named:
        raise Refused(problems.words_in_address(named[0], f"{represent.prefix(procedure)}/search"))
    return _page(request, procedure, parameters(request, known_parameters(procedure)))


def searched(request: HttpRequest, procedure: type[Procedure]) -> HttpResponse:
    """A page of a register, searched by what the body says; no address holds it."""
    return _page(request, procedure, _members(request, searched_by(procedure)))


def _members(request: HttpRequest, known: dict[str, Schema]) -> dict[str, Any]:
    """The members of a body.

    Raises:
        Refused: one is unknown or of another shape than its schema.
    """
    parameters(request, {})
    found: list[Refusal] = []
    body = {name: _whole(value) for name, value in json_object(request).items()}
    for name, value in body.items():
        schema = known.get(name)
        if schema is None:
            found.append(problems.unknown_parameter(name[:100]))
        elif not fits(schema, value) or (isinstance(value, str) and not _sound(schema, value)):
            found.append(problems.wrong_shape(name, expected(schema)))
    if found:
        raise Refused(*found)
    return body


def _whole(value: Any) -> Any:
    """1.0 is the whole number 1 in JSON Schema."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _sound(schema: Schema, text: str) -> bool:
    return len(text) <= schema.get("maxLength", 200) and FORBIDDEN.search(text) is None


def _page(request: HttpRequest, procedure: type[Procedure], values: dict[str, Any]) -> HttpResponse:
    """A page of what these values leave of a register; searching for persons leaves its entry."""
    if "after" in values and "before" in values:
        raise Refused(problems.wrong_parameter("before", "after | before"))
    chosen = {name: value for name, value in values.items() if name not in PAGING and name not in NOT_FILTERS}
    rows = rows_for(procedure, actor_of(request), represent.columns(procedure))
    rows = narrowed(procedure, rows, chosen)
    found = page(
        rows,
        words=values.get("q", ""),
        after=values.get("after"),
        before=values.get("before"),
        size=min(values.get("limit", LIMIT), MOST),
    )
    words = by_name(procedure, values)
    if words:
        ids = [record.pk for record in found.rows]
        keep_search(procedure, actor_of(request), values.get("purpose", ""), ids, words, values.get("case", ""))
    body = {
        "items": [represent.row(record) for record in found.rows],
        "next": found.next,
        "previous": found.previous,
    }
    response = problems.as_json(body)
    links = _links(request, found.next, found.previous)
    if links and request.method != "POST":  # the neighbours of what a body asked for have no address
        response.headers["Link"] = links
    return response


def by_name(procedure: type[Procedure], values: dict[str, Any]) -> str:
    """What persons are searched by, where the register holds files of persons."""
    named = [str(values.get(name, "")).strip() for name in _naming(procedure)]
    return " ".join(filter(None, named)) if procedure.sensitive else ""


def _naming(procedure: type[Procedure]) -> list[str]:
    """What persons can be searched by: the words, and the filters that name somebody."""
    found = ["q"]
    for name in procedure.register.filters:
        field = model_field(procedure.record, name.replace("__", "."))
        if isinstance(field, models.ForeignKey) and field.related_model in (Officer, Person):
            found.append(name)
    return found


def narrowed(procedure: type[Procedure], rows: models.QuerySet, chosen: dict[str, Any]) -> models.QuerySet:
    """Rows under the chosen filters; a unit, named by its code, stands for all below it too.

    Raises:
        Refused: a value is none that its field can have, or there is no such unit.
    """
    plain = dict(chosen)
    for name in chosen:
        field = model_field(procedure.record, name.replace("__", "."))
        if isinstance(field, models.ForeignKey) and field.related_model is Unit:
            rows = rows.filter(**{f"{name}__in": _units(plain.pop(name))})
        elif field is not None:
            _check(field, name, chosen[name])
    return narrow(procedure, rows, plain)


def _check(field: models.Field, name: str, value: Any) -> None:
    try:
        field.to_python(value)
    except (ValidationError, ValueError, OverflowError):
        raise Refused(problems.wrong_parameter(name, expected(taken_as_filter(field)))) from None


def _units(code: str) -> models.QuerySet:
    """The unit with this code, and all below it."""
    found = Unit.objects.filter(code=code.upper()).first()
    if found is None:
        raise Refused(no_unit())
    return found.below().values("pk")


def _links(request: HttpRequest, following: str | None, previous: str | None) -> str:
    """The neighbours of a page (RFC 8288)."""
    kept = {name: value for name, value in request.GET.items() if name not in ("after", "before")}
    found = []
    for key, name, relation in ((following, "after", "next"), (previous, "before", "prev")):
        if key:
            found.append(f'<{request.path}?{urlencode({**kept, name: key})}>; rel="{relation}"')
    return ", ".join(found)


def named(rows: models.QuerySet, name: str) -> models.QuerySet:
    """The record that an identifier or a reference names, among these rows."""
    try:
        return rows.filter(pk=UUID(name))
    except ValueError:
        return rows.filter(reference=name.upper())


def visible_record(request: HttpRequest, procedure: type[Procedure], name: str) -> Record:
    """A record that the one who asks may see.

    Raises:
        Refused: there is none, or it is not theirs to see; the two read alike.
    """
    fields = [field.name for field in procedure.record._meta.concrete_fields]
    rows = visible(procedure, actor_of(request)).defer("search", "trail")
    found = first_with(named(rows, name), related_paths(procedure, ["unit", *fields]))
    if found is None:
        raise Refused(no_record())
    return found


def purposes(procedure: type[Procedure]) -> dict[str, Schema]:
    """The members of a body by which reading, or searching, a register of persons' files states why."""
    return {"purpose": {"enum": list(procedure.purposes)}, "case": CASE} if procedure.sensitive else {}


def opened(
    request: HttpRequest, procedure: type[Procedure], name: str, *, part: str = "open", kind: str = OPEN
) -> Record:
    """A record that is read: of a sensitive procedure, the reading leaves an entry, unless the file is their own.

    Args:
        part: the last word of the address at which the purpose is stated, in the body of a POST.

    Raises:
        Refused: there is none to see, or no purpose was stated.
    """
    place = f"{represent.prefix(procedure)}/{name}/{part}"
    told = [one for one in purposes(procedure) if one in request.GET]
    if told:
        raise Refused(problems.purpose_in_address(told[0], place))
    stated = request.method == "POST"
    why = _members(request, purposes(procedure)) if stated else parameters(request, {})
    if stated and "purpose" not in why:
        raise Refused(no_purpose())
    record = visible_record(request, procedure, name)
    if not stated and purpose_needed(record, actor_of(request)):
        raise Refused(problems.state_why(place))
    keep(record, actor_of(request), why.get("purpose", ""), why.get("case", ""), kind=kind)
    return record


def content(request: HttpRequest, procedure: type[Procedure], name: str) -> HttpResponse:
    """The content that a record keeps, as the bytes that were sent; reading it is kept as printing a paper of it is.

    Raises:
        Refused: there is none to see, no purpose was stated, or the record keeps no content any more.
    """
    keeping = keeping_of(procedure)
    assert keeping is not None
    given = keeping.give(opened(request, procedure, name, part="content", kind=PRINT))
    if given is None:
        raise Refused(problems.no_content())
    return as_sent(given)


def record(request: HttpRequest, procedure: type[Procedure], name: str) -> HttpResponse:
    """A record, with its version as ETag."""
    found = opened(request, procedure, name)
    response = problems.as_json(represent.whole(found))
    response.headers["ETag"] = f'"{found.version}"'
    return response


def timeline(request: HttpRequest, procedure: type[Procedure], name: str) -> HttpResponse:
    """The acts on a record, in their order."""
    found = opened(request, procedure, name, part="timeline")
    return problems.as_json({"items": represent.entries(reading.timeline(found.pk))})


def steps(request: HttpRequest, procedure: type[Procedure], name: str) -> HttpResponse:
    """The steps of a record: those open to the one who asks, and why the others are closed."""
    parameters(request, {})
    found = visible_record(request, procedure, name)
    listed = reading.steps(found, actor_of(request))
    return problems.as_json({"items": [represent.step(found, step, reason) for step, reason in listed]})
