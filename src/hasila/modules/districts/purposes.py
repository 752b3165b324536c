"""Why a file of the desk is opened."""

from django.utils.translation import gettext_lazy as _

from hasila.kernel.refusals import Text

PURPOSES: dict[str, Text] = {
    "reception": _("Reception of the person"),
    "inquiry": _("Inquiry into the facts"),
    "prosecution": _("Request of the public prosecution"),
    "control": _("Control of the work"),
    "audit": _("Audit"),
}
COUNTER: dict[str, Text] = {
    "reception": _("Reception of the person"),
    "inquiry": _("Inquiry into the facts"),
    "control": _("Control of the work"),
}
SERVICE: dict[str, Text] = {"service": _("Service of the paper"), **COUNTER}
"""Of what is handed to somebody at their address."""
CELL: dict[str, Text] = {
    "care": _("Care of the victim"),
    "prosecution": _("Request of the public prosecution"),
    "control": _("Control of the work"),
}
