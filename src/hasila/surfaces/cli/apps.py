"""The command line as a Django app: its module `cli` adds the commands."""

from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "hasila.surfaces.cli"
    label = "cli"
