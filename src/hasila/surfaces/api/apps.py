"""The API as a Django app: tokens are its only table."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "hasila.surfaces.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hasila.surfaces.web.public import open_to_all

        open_to_all("problems", "problem")
