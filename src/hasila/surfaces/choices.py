"""The values that a field is chosen from, with their words in the active language, found once."""

from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.db import models
from django.utils.translation import get_language, override


def labels(column: models.Field) -> MappingProxyType[Any, str]:
    """The words of each value of a field, in their order; empty where it isn't chosen from a list."""
    return _labels(column, get_language() or "")


@lru_cache(4096)
def _labels(column: models.Field, _language: str) -> MappingProxyType[Any, str]:
    pairs = column.flatchoices if column.choices else []
    return MappingProxyType({value: str(label) for value, label in pairs})


@lru_cache(512)
def words(choices: type[models.TextChoices], lang: str) -> MappingProxyType[str, str]:
    """The words of each of these choices in a language."""
    with override(lang):
        return MappingProxyType({value: str(label) for value, label in choices.choices})
