"""Who may do what with this floor's tables, installed after every migration behind the kernel's own grants."""

from pathlib import Path
from typing import Any

from hasila.kernel import schema as kernel

GRANTS = (Path(__file__).parent / "sql" / "grants.sql").read_text()


def install(connection: Any) -> None:
    """Partitions, fences and grants of the kernel and of this floor, as the owner; idempotent."""
    kernel.install(connection)
    grant(connection)


def grant(connection: Any) -> None:
    """The grants of this floor alone; nothing where its tables or the roles are missing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('ledger_checkpoint') IS NOT NULL")
        made = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname IN (%s, %s)", [kernel.APPLICATION, kernel.SEALER])
        if made and cursor.fetchone()[0] == 2:
            cursor.execute(GRANTS)
