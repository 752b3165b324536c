"""The service: one address for each register, record and step, made from the declarations in a loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Router
from ninja.constants import NOT_SET
from ninja.openapi.docs import DocsBase

from hasila.kernel.perform import DOOR
from hasila.kernel.procedures import Procedure, Transition, registry
from hasila.kernel.refusals import Refused, Text
from hasila.plain.moments import legal_day
from hasila.surfaces.api import acts, figures, problems, registers, represent, sessions
from hasila.surfaces.api.auth import Bearer, PerAddress, PerContent, PerToken
from hasila.surfaces.api.contents import content_of, keeping_of
from hasila.surfaces.api.openapi import describe, operation, parameter, sent_back, share_parameter
from hasila.surfaces.api.wire import Schema, fits
from hasila.surfaces.explain import explain

View = Callable[..., HttpResponse]
RECORD = share_parameter(
    parameter("record", "path", represent.RECORD_NAME, "The record's reference or its identifier.")
)


class Docs(DocsBase):
    """The page that shows the interface, a part at a time, with the assets that come with the package."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """The page of the part that is asked for, or of the first."""
        parts = list(dict.fromkeys(key.partition(".")[0] for key in registry))
        asked = request.GET.get("part")
        shown = {"parts": parts, "part": asked if asked in parts else parts[0]}
        return render(request, "api/docs.html", {**shown, "openapi": self.get_openapi_url(api, kwargs)})


class Service(NinjaAPI):
    """The API, whose description is completed by what the addresses share."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        """The description in OpenAPI 3.1."""
        return describe(super().get_openapi_schema(*args, **kwargs))


def build() -> NinjaAPI:
    """The API of every procedure that is declared."""
    api = Service(
        title="Hasila",
        version="1",
        urls_namespace="api",
        auth=Bearer(),
        throttle=[PerToken(settings.HASILA_API_RATE)],
        docs=Docs(),
        docs_url="/docs",
    )
    problems.install(api)
    api.add_router("", _common())
    for procedure in registry.values():
        api.add_router(procedure.key.replace(".", "/"), _of_procedure(procedure))
    return api


def _common() -> Router:
    router = Router()
    router.post(
        "/tokens",
        auth=None,
        throttle=[PerAddress(settings.HASILA_API_SIGN_IN_RATE)],
        summary="Sign in: get a token",
        operation_id="tokens.create",
        openapi_extra=operation({201: represent.TOKEN}, body=sessions.BODY),
        tags=["tokens"],
    )(sessions.sign_in)
    router.delete(
        "/tokens/current",
        summary="Sign out: end the token of this request",
        operation_id="tokens.revoke",
        openapi_extra=operation({204: None}),
        tags=["tokens"],
    )(sessions.sign_out)
    router.get(
        "/procedures",
        summary="Every procedure, explained",
        operation_id="procedures",
        tags=["procedures"],
        openapi_extra=operation({200: PROCEDURES}),
    )(procedures)
    router.get(
        "/figures",
        summary="Every figure that is kept",
        operation_id="figures",
        tags=["figures"],
        openapi_extra=operation({200: figures.LIST}),
    )(figures.figures)
    key = parameter(
        "key", "path", {"type": "string", "maxLength": 120, "pattern": "^[a-z0-9_.]+$"}, "The figure's key."
    )
    year = parameter("year", "query", figures.YEAR, "The year.", required=True)
    router.get(
        "/figures/{key}",
        summary="A figure of a year, with its parts and the position of the ledger at which it is true",
        operation_id="figures.get",
        tags=["figures"],
        openapi_extra=operation({200: figures.FIGURE}, parameters=[key, year]),
    )(figures.figure)
    return router


STEP_IN_WORDS = represent.members(name=represent.TEXT, key=represent.TEXT, label=represent.TEXT)
PROCEDURES: Schema = represent.members(
    items={
        "type": "array",
        "items": represent.members(
            key=represent.TEXT,
            label=represent.TEXT,
            href=represent.TEXT,
            states={"type": "array", "items": represent.members(name=represent.TEXT, label=represent.TEXT)},
            steps={"type": "array", "items": STEP_IN_WORDS},
        ),
    }
)


def procedures(request: HttpRequest) -> HttpResponse:
    """Every procedure with its states, steps, powers, terms and figures."""
    registers.parameters(request, {})
    today = legal_day(DOOR.clock())
    items = [
        {**explain(procedure, today).as_data(), "href": f"{represent.prefix(procedure)}/"}
        for procedure in registry.values()
    ]
    return problems.as_json({"items": items})


WHY = {
    "purpose": "Why the file is opened or searched for: the reading is kept.",
    "case": "The reference of the case, where there is one.",
}


def _of_procedure(procedure: type[Procedure]) -> Router:
    router = Router(tags=[procedure.key])
    listed = [
        _listed(parameter(name, "query", schema, WHY.get(name, "")))
        for name, schema in registers.known_parameters(procedure).items()
    ]
    reads: tuple[tuple[str, str, Text, View, Schema, list[Schema]], ...] = (
        ("/", "list", _("Register"), registers.register, represent.page_schema(procedure), listed),
        ("/{record}", "get", _("Record"), registers.record, represent.whole_schema(procedure), [RECORD]),
        ("/{record}/timeline", "timeline", _("Acts on the record"), registers.timeline, represent.ENTRIES, [RECORD]),
        ("/{record}/steps", "steps", _("Steps open to me"), registers.steps, represent.STEPS, [RECORD]),
    )
    # An opening's name stands where a record's would, so it comes first.
    for step in procedure.transitions.values():
        if step.opens and not step.consequent:
            _open(router, step)
    router.post(
        "/search",
        operation_id=f"{procedure.key}.search",
        summary=_titled(procedure.label, _("Search")),
        openapi_extra=operation({200: represent.page_schema(procedure)}, body=_search_body(procedure)),
    )(_reader(registers.searched, procedure, named=False))
    for path, name, summary, view, schema, given in reads:
        router.get(
            path,
            operation_id=f"{procedure.key}.{name}",
            summary=_titled(procedure.label, summary),
            openapi_extra=operation({200: schema}, parameters=given),
        )(_reader(view, procedure, named="{record}" in path))
    if procedure.sensitive:
        _opened(router, procedure)
    if (keeping := keeping_of(procedure)) is not None:
        router.get(
            "/{record}/content",
            throttle=[PerContent(keeping.rate)],
            operation_id=f"{procedure.key}.content",
            summary=_titled(procedure.label, _("The content, as it was sent")),
            openapi_extra=sent_back(keeping.media, [RECORD]),
        )(_reader(registers.content, procedure, named=True))
    for step in procedure.transitions.values():
        if not step.opens and not step.consequent:
            _act(router, step)
    return router


def _opened(router: Router, procedure: type[Procedure]) -> None:
    """The files of persons: what a reader states of the why is a body, as it is where they search."""
    body = {
        "type": "object",
        "properties": {name: {**one, "description": WHY[name]} for name, one in registers.purposes(procedure).items()},
        "required": ["purpose"],
        "additionalProperties": False,
    }
    reads: tuple[tuple[str, str, Text, View, Schema], ...] = (
        ("open", "open", _("Record"), registers.record, represent.whole_schema(procedure)),
        ("timeline", "open_timeline", _("Acts on the record"), registers.timeline, represent.ENTRIES),
    )
    for path, name, summary, view, schema in reads:
        router.post(
            f"/{{record}}/{path}",
            operation_id=f"{procedure.key}.{name}",
            summary=_titled(procedure.label, summary),
            description=_("For a stated purpose: the reading is kept."),  # type: ignore[arg-type]
            openapi_extra=operation({200: schema}, body=body, parameters=[RECORD]),
        )(_reader(view, procedure, named=True))
    if (keeping := keeping_of(procedure)) is not None:
        router.post(
            "/{record}/content",
            throttle=[PerContent(keeping.rate)],
            operation_id=f"{procedure.key}.open_content",
            summary=_titled(procedure.label, _("The content, as it was sent")),
            description=_("For a stated purpose: the reading is kept."),  # type: ignore[arg-type]
            openapi_extra=sent_back(keeping.media, [RECORD], body=body),
        )(_reader(registers.content, procedure, named=True))


def _search_body(procedure: type[Procedure]) -> Schema:
    properties = {
        name: {**schema, "description": WHY[name]} if name in WHY else schema
        for name, schema in registers.searched_by(procedure).items()
    }
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _listed(described: dict[str, Any]) -> dict[str, Any]:
    return share_parameter(described) if described["name"] in registers.PAGING else described


KEY = share_parameter(
    parameter("Idempotency-Key", "header", acts.KEY, "A retry with the same key gives the first one's result.")
)
SEEN = share_parameter(
    parameter("If-Match", "header", acts.VERSION, "The version that was seen: the ETag of the record.")
)


def _reader(view: View, procedure: type[Procedure], *, named: bool) -> View:
    if named:

        def read(request: HttpRequest, record: str) -> HttpResponse:
            return view(request, procedure, record_name(record))

        return read

    def listing(request: HttpRequest) -> HttpResponse:
        return view(request, procedure)

    return listing


def record_name(text: str) -> str:
    """What names a record in an address.

    Raises:
        Refused: it can name nothing.
    """
    if not fits(represent.RECORD_NAME, text):
        raise Refused(problems.not_found())
    return text


def _titled(register: Text, what: Text) -> Any:
    """A summary that is put into words when the description is asked for."""
    return format_lazy("{}: {}", register, what)


def _throttle(step: Transition) -> Any:
    """A rate of its own for a step that takes a content."""
    takes = content_of(step)
    return NOT_SET if takes is None else [PerContent(takes.rate)]


def _open(router: Router, step: Transition) -> None:
    def opening(request: HttpRequest) -> HttpResponse:
        return acts.open_record(request, step)

    router.post(
        f"/{step.name}",
        throttle=_throttle(step),
        operation_id=step.key,
        summary=_titled(step.procedure.label, step.label),
        description=step.help or None,  # type: ignore[arg-type]
        openapi_extra=operation({201: represent.RECEIPT}, body=acts.body_schema(step), parameters=[KEY], acts=True),
    )(opening)


def _act(router: Router, step: Transition) -> None:
    def acting(request: HttpRequest, record: str) -> HttpResponse:
        return acts.act(request, step, record_name(record))

    router.post(
        f"/{{record}}/{step.name}",
        throttle=_throttle(step),
        operation_id=step.key,
        summary=_titled(step.procedure.label, step.label),
        description=step.help or None,  # type: ignore[arg-type]
        openapi_extra=operation(
            {200: represent.RECEIPT}, body=acts.body_schema(step), parameters=[RECORD, KEY, SEEN], acts=True
        ),
    )(acting)
