"""Which database Hasila speaks to, and as whom: three roles, one database.

owner makes the tables, app is what pages and acts use, sealer gives the ledger its order.
DATABASE_URL is the owner's connection; the other two take the same address and step down to their role,
unless HASILA_APP_URL and HASILA_SEALER_URL name connections of their own.
"""

import os
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from hasila.project import postgres
from hasila.project.language import gettext as _
from hasila.project.places import Trouble

OWNER, APP, SEALER = postgres.ROLES
READER = postgres.READER
"""No sign-in: what `app` steps down to where it reads behind the fence of row security."""
NAME = "hasila"
ALIASES = {"default": APP, "owner": OWNER, "sealer": SEALER}
URLS = {"default": "HASILA_APP_URL", "owner": "DATABASE_URL", "sealer": "HASILA_SEALER_URL"}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
KNOWN = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}


@dataclass(frozen=True)
class Target:
    """Parameters of libpq for one alias."""

    parameters: dict[str, str]

    def conninfo(self, **changes: Any) -> str:
        """The text that psycopg connects by."""
        return psycopg.conninfo.make_conninfo("", **(self.parameters | changes))

    def unchecked(self) -> bool:
        """Whether it crosses a network without the server's certificate being checked (`sslmode=verify-full`)."""
        hosts = self.parameters.get("host", os.environ.get("PGHOST", "")).split(",")
        mode = self.parameters.get("sslmode", os.environ.get("PGSSLMODE", ""))
        return mode != "verify-full" and any(host and host[0] not in "/@" and host not in LOOPBACK for host in hosts)

    def shown(self) -> str:
        """Where it leads, without its password."""
        at = self.parameters
        where = at.get("host", "localhost") + (f":{at['port']}" if at.get("port") else "")
        return f"{at.get('user', '')}@{where}/{at.get('dbname', '')}"


def embedded() -> bool:
    """Whether the embedded server is used, that is: DATABASE_URL isn't set."""
    return not os.environ.get("DATABASE_URL")


def flag(name: str, default: bool) -> bool:
    """Whether a variable of the environment says yes."""
    return os.environ.get(name, "1" if default else "0").strip().lower() not in ("", "0", "no", "false", "off")


def demo() -> bool:
    """Whether this is the demonstration, in which nothing is true and nobody has to be protected."""
    return flag("HASILA_DEMO", embedded())


def fenced() -> bool:
    """Whether this process reads behind the fence from its first statement: the one that serves pages."""
    return os.environ.get("HASILA_FENCED", "") == "1"


def target(alias: str) -> Target:
    """The connection of an alias: default, owner or sealer.

    Raises:
        Trouble: a URL can't be read, or outside of the demonstration it would speak to a server over a network that
            nobody checks.
    """
    role = ALIASES[alias]
    step = f"-c role={READER}" if alias == "default" and fenced() else ""
    if embedded():
        where = postgres.server()
        there = {"host": str(where.socket), "port": str(postgres.PORT), "user": role, "dbname": NAME}
        return Target({**there, "options": step} if step else there)
    variable = URLS[alias] if os.environ.get(URLS[alias]) else "DATABASE_URL"
    try:
        found = {key: str(value) for key, value in conninfo_to_dict(os.environ[variable]).items() if value is not None}
    except psycopg.Error as error:
        raise Trouble((_("%(name)s can't be read: %(why)s") % {"name": variable, "why": error}).strip()) from error
    found.setdefault("connect_timeout", "10")
    if not found.get("dbname"):
        raise Trouble(_("%(name)s names no database.") % {"name": variable})
    if not step and variable == "DATABASE_URL" and alias != "owner":
        step = f"-c role={role}"
    if Target(found).unchecked() and not demo():
        said = _("%(name)s crosses a network without checking whose server answers: add sslmode=verify-full to it.")
        raise Trouble(said % {"name": variable})
    if step:
        found["options"] = f"{found.get('options', '')} {step}".strip()
    return Target(found)


def django_databases(pooled: bool) -> dict[str, dict[str, Any]]:
    """Django's DATABASES. pooled gives the web's default alias a pool; commands use plain connections."""
    databases: dict[str, dict[str, Any]] = {}
    for alias in ALIASES:
        parameters = dict(target(alias).parameters)
        entry: dict[str, Any] = {"ENGINE": "django.db.backends.postgresql"}
        entry |= {django: parameters.pop(libpq) for libpq, django in KNOWN.items() if libpq in parameters}
        options: dict[str, Any] = dict(parameters)
        options.setdefault("application_name", f"hasila {alias}")
        if alias == "default":
            entry["ATOMIC_REQUESTS"] = True
            # The driver prepares nothing itself, as Django has it: after a ROLLBACK it would throw away all that is
            # prepared. The door's own few statements (`hasila.plain.statements`) find rows by key: the plan that is
            # made once is the plan.
            options["options"] = f"{options.get('options', '')} -c plan_cache_mode=force_generic_plan".strip()
        if alias == "default" and pooled:
            options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10, "max_idle": 300}
        else:
            entry["CONN_MAX_AGE"] = None
        entry["OPTIONS"] = options
        databases[alias] = entry
    return databases
