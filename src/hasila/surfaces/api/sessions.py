"""Signing in and out: username, password and code give a token, and a token ends itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from hasila.institution.watching import saw
from hasila.kernel.refusals import Refusal, Refused, control_characters, missing, unknown_field
from hasila.plain.texts import FORBIDDEN
from hasila.surfaces.api import intake, problems
from hasila.surfaces.api.auth import account_of
from hasila.surfaces.api.models import issue, revoke
from hasila.surfaces.api.registers import parameters
from hasila.surfaces.api.wire import TEXT_PATTERN, Schema, plain

BODY: Schema = {
    "type": "object",
    "properties": {
        "username": {"type": "string", "minLength": 1, "maxLength": 60, "pattern": TEXT_PATTERN},
        "password": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": TEXT_PATTERN},
        "code": {"type": "string", "maxLength": 24, "pattern": TEXT_PATTERN},
        "label": {"type": "string", "maxLength": 80, "pattern": TEXT_PATTERN},
    },
    "required": ["username", "password"],
    "additionalProperties": False,
}


def sign_in(request: HttpRequest) -> HttpResponse:
    """Gives a token for username, password and code: 201, and the only time that its text is shown."""
    parameters(request, {})
    data = intake.json_object(request)
    found: list[Refusal] = [unknown_field(name[:100]) for name in data if name not in BODY["properties"]]
    for name, schema in BODY["properties"].items():
        value = data.get(name)
        if value is None and name not in data:
            if name in BODY["required"]:
                found.append(missing(name))
        elif not isinstance(value, str) or not schema.get("minLength", 0) <= len(value) <= schema["maxLength"]:
            found.append(problems.wrong_shape(name, "string"))
        elif FORBIDDEN.search(value):
            found.append(control_characters(name))
    if found:
        raise Refused(*found)
    account = account_of(request, data["username"], data["password"], data.get("code", ""))
    text, token = issue(account, data.get("label", ""))
    body = {
        "token": text,
        "expires_at": plain(token.expires_at),
        "account": {"id": str(account.pk), "username": account.get_username(), "name": account.get_short_name()},
    }
    response = problems.as_json(body, 201)
    response.headers["Cache-Control"] = "no-store"
    return response


def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the token of this request: 204."""
    parameters(request, {})
    revoke(request.auth)  # type: ignore[attr-defined]
    saw("token.ended", request)
    return HttpResponse(status=204)
