"""The command as a shell runs it, in this process and on the test's database."""

from collections.abc import Callable
from functools import cache
from types import SimpleNamespace

import pytest
from django.utils import translation
from typer.models import ParamMeta
from typer.utils import get_params_from_function

from hasila.institution.accounts import Account
from hasila.project import cli
from hasila.project.language import language
from hasila.surfaces.api.models import issue
from tests.kernel.conftest import people


@pytest.fixture
def staff(ledger_db: None) -> SimpleNamespace:
    """People whom other connections see too: an import writes on connections of its own."""
    return people()


@cache
def parameters(command: Callable[..., object], language: str) -> dict[str, ParamMeta]:
    """What a command takes, read once in each language: typer reads all commands again for each call of one."""
    return get_params_from_function(command)


@pytest.fixture
def hasila(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., SimpleNamespace]:
    """Runs a command as an officer; gives its code and what it printed."""

    def run(*arguments: object, by: object = None) -> SimpleNamespace:
        monkeypatch.delenv("HASILA_TOKEN", raising=False)
        monkeypatch.setattr("typer.main.get_params_from_function", lambda command: parameters(command, language()))
        if by is not None:
            account, _made = Account.objects.get_or_create(id=by, defaults={"username": f"user-{str(by)[-12:]}"})
            monkeypatch.setenv("HASILA_TOKEN", issue(account)[0])
        words = [str(argument) for argument in arguments]
        capsys.readouterr()
        # The command chooses its language for the whole process; tests after this one must not speak it.
        with translation.override(translation.get_language()), pytest.raises(SystemExit) as left:
            cli.build(words)(args=words, prog_name="hasila")
        said = capsys.readouterr()
        return SimpleNamespace(code=left.value.code or 0, out=said.out, err=said.err)

    return run
