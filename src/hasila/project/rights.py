"""What the application and the reader may do with the tables that are neither a record's nor the ledger's.

The kernel's fences keep records and entries. Beside them lie accounts, sessions, the queue of jobs, the tree of units
and what libraries keep: each role has here what the product needs of it, and a table that isn't listed is read and
never written. Installed with the fences (`hasila.kernel.schema.install`), behind what the kernel grants.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from psycopg import sql

from hasila.project.connections import APP, READER

ALL = "SELECT, INSERT, UPDATE, DELETE"


class Rights(NamedTuple):
    """What each role may do with a table, as GRANT says it; columns in brackets."""

    app: str
    reader: str = ""


RIGHTS = {
    # The hash of a password is the door's alone: a page that lists accounts can't list it. So is who may sign in.
    "institution_account": Rights(
        "SELECT, INSERT, UPDATE",
        "SELECT (id, last_login, username, arabic_name, latin_name, email, language, kind, demo, enrol_until,"
        " given_until, is_active, created_at, password_mark), UPDATE (last_login)",
    ),
    # Keys are public, secrets encrypted, codes hashed, tokens and keys of sessions digests: reading them opens nothing.
    "mfa_authenticator": Rights(ALL, "SELECT"),
    "api_token": Rights("SELECT, INSERT, UPDATE", "SELECT"),
    "institution_session": Rights(ALL, ALL),
    "institution_signintry": Rights(ALL, ALL),
    # Whose units are open hangs on the tree: the owner alone writes it, at a migration.
    "institution_unit": Rights("SELECT", "SELECT"),
    "institution_grade": Rights("SELECT", "SELECT"),
    "institution_post": Rights("SELECT, INSERT", "SELECT"),
    "institution_stamp": Rights("SELECT", "SELECT"),
    "institution_person": Rights(
        "SELECT, INSERT, UPDATE", "SELECT (id, arabic_given, arabic_family, latin_given, latin_family)"
    ),
    "sealed_key": Rights("SELECT, INSERT", "SELECT"),
    # Of a bundle under way a page says how it is doing; the bundle, and an answer's content, are the exchange's.
    "casefiles_answer": Rights("SELECT, INSERT, UPDATE"),
    "casefiles_delivery": Rights("SELECT, INSERT, UPDATE", "SELECT (key, refused, handed_at)"),
    "casefiles_linestate": Rights("SELECT, INSERT, UPDATE", "SELECT (name, down_since)"),
    "communication_checkedtext": Rights("SELECT, INSERT, DELETE", "SELECT, INSERT, DELETE"),
    "print_prepared": Rights(ALL),
    "annual_report_playedyear": Rights("SELECT, INSERT, UPDATE", "SELECT"),
    "procrastinate_jobs": Rights(ALL),
    "procrastinate_events": Rights("SELECT, INSERT, UPDATE"),
    "procrastinate_workers": Rights(ALL),
    "procrastinate_periodic_defers": Rights(ALL),
    # What Django and libraries make and nobody here uses, and the list of applied migrations.
    "django_migrations": Rights("SELECT"),
    "django_content_type": Rights("SELECT"),
    "django_session": Rights(""),
    "auth_group": Rights(""),
    "auth_group_permissions": Rights(""),
    "auth_permission": Rights(""),
    "account_emailaddress": Rights(""),
    "account_emailconfirmation": Rights(""),
}
UNLISTED = Rights("SELECT", "SELECT")

BARE = """
SELECT c.relname FROM pg_class c
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND NOT c.relrowsecurity
   AND c.relname NOT LIKE 'ledger\\_%%' AND (SELECT count(*) = 2 FROM pg_roles WHERE rolname = ANY(%s))
 ORDER BY 1
"""


def install(connection: Any) -> None:
    """Take and give, as the owner; each table in one statement, so that nobody is without rights in between."""
    with connection.cursor() as cursor:
        cursor.execute(BARE, [[APP, READER]])
        for (table,) in cursor.fetchall():
            cursor.execute(sql.SQL("; ").join(_statements(table, RIGHTS.get(table, UNLISTED))))


def _statements(table: str, rights: Rights) -> Iterator[sql.Composable]:
    for role, given in ((APP, rights.app), (READER, rights.reader)):
        about = {"table": sql.Identifier(table), "role": sql.Identifier(role)}
        yield sql.SQL("REVOKE ALL ON {table} FROM {role}").format(**about)
        if given:
            yield sql.SQL("GRANT {given} ON {table} TO {role}").format(given=sql.SQL(given), **about)
