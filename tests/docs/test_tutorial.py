"""The tutorial works: its two files are taken out of its text, migrated, run and explained."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "tutorials" / "add-a-procedure.md").read_text(encoding="utf-8")
FILE = re.compile(r"^`src/hasila/modules/([^`]+)`:\n\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SETTINGS = """
import hasila.modules
hasila.modules.__path__.append({folder!r})
from hasila.project.settings import *
INSTALLED_APPS = [*INSTALLED_APPS, "hasila.modules.lost_property"]
for database in DATABASES.values():
    database["NAME"] = "nowhere_but_in_tests"
"""
MIGRATE_AND_EXPLAIN = """
import django
django.setup()
from django.core.management import call_command
from hasila.surfaces.cli.explaining import command
call_command("makemigrations", "lost_property")
command("lost_property.keeping", None, "table")
"""

pytestmark = pytest.mark.slow


def run(folder: Path, *arguments: str) -> str:
    """Runs Python with the tutorial's settings; fails with what it said."""
    paths = os.pathsep.join([str(folder), str(ROOT / "src"), str(ROOT)])  # the last for the conftest, which is copied
    kept = {name: text for name, text in os.environ.items() if not name.startswith("PYTEST_")}
    environment = {
        **kept,
        "PYTHONPATH": paths,
        "DJANGO_SETTINGS_MODULE": "tutorial_settings",
        "PYTEST_XDIST_WORKER": f"tutorial_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}",
        "HASILA_LANGUAGE": "en",
    }
    done = subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def test_what_the_tutorial_says_works(tmp_path: Path) -> None:
    files = dict(FILE.findall(TEXT))
    assert sorted(files) == ["lost_property/models.py", "lost_property/tests/test_keeping.py"]
    assert sum(len(text.splitlines()) for text in files.values()) < 200
    for name, text in files.items():
        path = tmp_path / "modules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text, encoding="utf-8")
    (tmp_path / "tutorial_settings.py").write_text(SETTINGS.format(folder=str(tmp_path / "modules")))
    (tmp_path / "conftest.py").write_text((ROOT / "conftest.py").read_text(encoding="utf-8"), encoding="utf-8")
    assert "Hand to the State" in run(tmp_path, "-W", "ignore", "-c", MIGRATE_AND_EXPLAIN)
    own = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path), "--ds", "tutorial_settings"]
    said = run(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", *own, "modules/lost_property/tests")
    assert "4 passed" in said
