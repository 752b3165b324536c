"""Remove the data of this checkout, its embedded database included: `python -m hasila.project.remove`."""

import shutil
import sys

from hasila.project import connections, postgres
from hasila.project.commands.run import running
from hasila.project.database import LOCK
from hasila.project.language import gettext as _
from hasila.project.places import VAR, Trouble


def main() -> int:
    """Stop the database and remove what lies under VAR and beside it. A database of DATABASE_URL isn't touched."""
    try:
        other = running()
        if other is not None:
            raise Trouble(_("Hasila is running at %(url)s (pid %(pid)s): stop it first.") % other)
        if connections.embedded():
            with postgres.locked(LOCK):
                postgres.stop()
            where = postgres.server()
            for folder in (where.home, where.socket):
                shutil.rmtree(folder, ignore_errors=True)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    shutil.rmtree(VAR, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
