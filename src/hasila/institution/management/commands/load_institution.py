"""``load_institution``: writes the units and grades of the data files into the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hasila.institution.load import load_institution


class Command(BaseCommand):
    help = "Writes the units and grades of the data files into the database; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default="owner", help="alias of the database to write to")

    def handle(self, *args: Any, **options: Any) -> None:
        count = load_institution(using=options["database"])
        self.stdout.write(f"{count} units")
