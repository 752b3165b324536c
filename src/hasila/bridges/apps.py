"""The bridges as a Django app: loaded when every module is there."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BridgesConfig(AppConfig):
    name = "hasila.bridges"
    label = "bridges"
    verbose_name = _("Bridges between modules")

    def ready(self) -> None:
        from hasila.bridges import (
            called_in_a_file,
            desk_to_case_file,
            held_on_the_desk,
            load_of_officers,
            withdrawn_under_a_file,
        )

        called_in_a_file.build()
        desk_to_case_file.build()
        held_on_the_desk.build()
        load_of_officers.build()
        withdrawn_under_a_file.build()
