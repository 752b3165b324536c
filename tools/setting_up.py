"""Sets Django up for a tool: no database is needed, since declarations are code."""

import os

import django

from hasila.project.translations import compile_stale


def ready() -> None:
    """Django with the product's settings; the sample application of the tests is left out."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "hasila.project.settings"
    compile_stale()
    django.setup()


def procedures() -> list[type]:
    """The product's procedures, by key."""
    from hasila.kernel.procedures import registry

    return [procedure for key, procedure in sorted(registry.items()) if procedure.__module__.startswith("hasila.")]
