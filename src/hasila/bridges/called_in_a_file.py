"""Who is called in a case file: the desk's summonses and appointments that name it, one touch from the file's page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hasila.modules.casefiles.case_files import CaseFiles
from hasila.surfaces.web.nav import add_view


def build() -> None:
    """Tells the page of the case file."""
    add_view(CaseFiles.key, _("Who is called in this matter"), "districts:calls")
