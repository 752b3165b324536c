"""A case file whose complaint was withdrawn says so: its officer may never open the complaint again."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from hasila.kernel.access import Actor, visible
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.choices import Origin
from hasila.modules.districts.complaints import Complaints
from hasila.surfaces.web.boxes import boxed
from hasila.surfaces.web.display import page_url
from hasila.surfaces.web.nav import add_remark


def withdrawn(file: Any, actor: Actor) -> list[tuple[str, Any]]:
    """What the page of a case file says of the complaint that it was opened from; nothing where it stands."""
    if file.origin != Origin.COMPLAINT or file.origin_id is None:
        return []
    rows = visible(Complaints, actor).filter(pk=file.origin_id).exclude(withdrawal="")
    reference = rows.values_list("reference", flat=True).first()
    if reference is None:
        return []
    said = _("What the complainant said stands there: %(complaint)s. The case goes on until the prosecution decides.")
    link = format_html('<a href="{}">{}</a>', page_url(Complaints, reference), boxed(reference))
    return [(_("The complaint was withdrawn"), format_html(said % {"complaint": "{}"}, link))]


def build() -> None:
    """Tells the page of the case file."""
    add_remark(CaseFiles.key, withdrawn)
