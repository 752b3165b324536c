"""The description of the API (OpenAPI 3.1): what every address shares, and the parts that ninja doesn't know."""

from __future__ import annotations

from typing import Any

from hasila.surfaces.api.problems import MEDIA_TYPE, TITLES
from hasila.surfaces.api.represent import PROBLEM
from hasila.surfaces.api.wire import SHARED, Schema

SUCCESS = {200: "OK", 201: "Created", 204: "No content"}
HEADERS = {
    name: {"description": description, "schema": {"type": "string"}}
    for name, description in (
        ("ETag", "The record's version."),
        ("Link", "The neighbouring pages (RFC 8288)."),
        ("Location", "The address of the new record."),
    )
}
READING, WRITING = (400, 401, 403, 404, 422, 429), (400, 401, 403, 404, 409, 412, 413, 415, 422, 429)
ANSWERS: dict[str, dict[str, Any]] = {}
PARAMETERS: dict[str, dict[str, Any]] = {}
"""What many addresses share besides schemas: each is described once, under `components`, by name."""
ABOUT = (
    "Every step of every procedure is one POST, which passes the same door as a page or a command. A refusal is a "
    "problem (RFC 9457) in the language of Accept-Language (ar, fr, en), with a stable code for each reason; what is "
    "missing, what is malformed and which rules are broken are told in one answer. "
    "Sign in at POST /tokens and send the token as a bearer token. Registers are read in keyset pages: follow the "
    "Link headers. Persons are searched for, and their files opened, in the body of a POST, never in an address. "
    "A step takes an "
    "Idempotency-Key, so that a retry can do no harm, and If-Match with the ETag of the "
    "record that was seen."
)


def parameter(
    name: str, place: str, schema: Schema, description: str = "", *, required: bool = False
) -> dict[str, Any]:
    """A parameter of an address; one in a path is always required."""
    found = {"name": name, "in": place, "required": required or place == "path", "schema": schema}
    return {**found, "description": description} if description else found


def share_parameter(described: dict[str, Any]) -> dict[str, Any]:
    """Describes a parameter once for all addresses that take it, and gives what names it."""
    PARAMETERS[described["name"]] = described
    return {"$ref": f"#/components/parameters/{described['name']}"}


def operation(
    answers: dict[int, Schema | None],
    *,
    body: Schema | None = None,
    parameters: list[dict[str, Any]] | None = None,
    acts: bool = False,
) -> dict[str, Any]:
    """What describes one method of one address.

    Args:
        answers: schema by status of success. body: what it takes. parameters: in path, query and header.
        acts: whether it is a step of a procedure.
    """
    responses: dict[int, Any] = {}
    for status, schema in answers.items():
        headers = ("ETag", "Location") if acts and status == 201 else ("ETag",) if acts else ("ETag", "Link")
        responses[status] = _answer(status, schema, headers if acts or status == 200 else ())
    for status in WRITING if body is not None else READING:
        responses[status] = {"$ref": f"#/components/responses/{status}"}
    found: dict[str, Any] = {"responses": responses, "parameters": parameters or []}
    if body is not None:
        needed = bool(body.get("required"))
        found["requestBody"] = {"required": needed, "content": {"application/json": {"schema": body}}}
    return found


def _answer(status: int, schema: Schema | None, headers: tuple[str, ...]) -> dict[str, Any]:
    """An answer of success; of a shared schema, it is shared as well."""
    found: dict[str, Any] = {"description": SUCCESS[status]}
    if schema is not None:
        found["content"] = {"application/json": {"schema": schema}}
    if headers:
        found["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in headers}
    if schema is None or "$ref" not in schema:
        return found
    name = f"{schema['$ref'].rpartition('/')[2]}.{status}"
    ANSWERS[name] = found
    return {"$ref": f"#/components/responses/{name}"}


def sent_back(
    media: tuple[str, ...], parameters: list[dict[str, Any]], *, body: Schema | None = None
) -> dict[str, Any]:
    """What describes an address that gives a file: its types, each as plain bytes."""
    found = operation({200: None}, body=body, parameters=parameters)
    name = {"description": "The name of the file.", "schema": {"type": "string"}}
    found["responses"][200] |= {
        "description": "The content, byte for byte as it was sent.",
        "content": {one: {"schema": {"type": "string", "format": "binary"}} for one in media},
        "headers": {"Content-Disposition": name},
    }
    return found


def describe(found: dict[str, Any]) -> dict[str, Any]:
    """Completes the description that ninja makes."""
    found["info"]["description"] = ABOUT
    found["info"]["license"] = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    components = found["components"]
    components["schemas"].update(SHARED)
    components |= {"headers": HEADERS, "parameters": PARAMETERS}
    components["responses"] = ANSWERS | {
        str(status): {
            "description": str(title),
            "content": {MEDIA_TYPE: {"schema": PROBLEM}},
        }
        for status, title in TITLES.items()
    }
    for methods in found["paths"].values():
        for method in methods.values():
            _own(method)
    return found


def _own(method: dict[str, Any]) -> None:
    """Drops what ninja guesses where the declaration says better."""
    chosen: dict[tuple[str, str], dict[str, Any]] = {}
    for one in method.get("parameters", []):
        told = PARAMETERS[one["$ref"].rpartition("/")[2]] if "$ref" in one else one
        chosen[(told["in"], told["name"])] = one
    method["parameters"] = list(chosen.values())
    responses = method["responses"]
    success = [status for status in responses if int(status) in (201, 204)]
    if success:
        responses.pop(200, None)
    for answer in responses.values():
        if "$ref" in answer:
            answer.pop("description", None)
