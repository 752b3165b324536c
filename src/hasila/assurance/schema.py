"""The functions of this floor, and who may do what with its tables: installed behind the kernel's own
fences and grants, which take everything first.
"""

from pathlib import Path
from typing import Any

from hasila.kernel import schema as kernel

SQL = Path(__file__).parent / "sql"
FUNCTIONS, GRANTS = (SQL / "functions.sql").read_text(), (SQL / "grants.sql").read_text()


def install(connection: Any) -> None:
    """The functions and grants of this floor alone; nothing where its tables are missing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('ledger_leaf') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return
        cursor.execute(FUNCTIONS)
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname IN (%s, %s)", [kernel.APPLICATION, kernel.SEALER])
        if cursor.fetchone()[0] == 2:
            cursor.execute(GRANTS)
