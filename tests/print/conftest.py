"""What the print tests share: data of a document, and the text that a PDF holds."""

import datetime
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hasila.surfaces.formats import without_controls
from hasila.surfaces.print.bilingual import Both
from hasila.surfaces.print.sheet import Content, Provenance, Signature, sheet

DAY = datetime.date(2024, 8, 8)
REFERENCE = "DISC-24-7K3MQ9XZ2A"


@pytest.fixture
def words(tmp_path: Path) -> Callable[[bytes], str]:
    """The text of a PDF as another program reads it, each no-break space as a plain one and no direction marks."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext (poppler-utils) is not on this machine")

    def read(pdf: bytes) -> str:
        path = tmp_path / "document.pdf"
        path.write_bytes(pdf)
        found = subprocess.run(
            [program, "-raw", str(path), "-"], check=True, capture_output=True, text=True, encoding="utf-8"
        ).stdout
        return without_controls(found.replace("\u202f", " ").replace("\u00a0", " "))

    return read


@pytest.fixture
def decision() -> Callable[..., dict[str, Any]]:
    """The data of a disciplinary decision, with what a test changes in its content."""

    def build(provenance: Provenance | None = None, **changes: Any) -> dict[str, Any]:
        values: dict[str, Any] = {
            "title": Both("قرار تأديبي", "Décision disciplinaire"),
            "grounds": [Both("بناء على النظام الأساسي لموظفي الأمن الوطني؛", "Vu le statut du personnel ;")],
            "rows": [
                (Both("الموظف", "Fonctionnaire"), Both("محمد الإدريسي", "Mohammed EL IDRISSI")),
                (Both("تاريخ الإشعار", "Notifié le"), datetime.date(2024, 6, 1)),
                (Both("المرجع", "Référence"), REFERENCE),
            ],
            "decides": Both("يقرر ما يلي:", "Décide ce qui suit :"),
            "articles": [Both("يعاقب المعني بالأمر بالإنذار.", "L’intéressé reçoit un avertissement.")],
            "signature": Signature(Both("المدير العام", "Le Directeur général")),
            "on": DAY,
        }
        content = Content(**(values | changes))
        unit = Both("المفتشية العامة", "Inspection générale")
        return sheet(content, reference=REFERENCE, unit=unit, provenance=provenance, today=DAY)

    return build
