"""The institution as a Django app: units, people, posts, mandates and dated law."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.core import checks
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class InstitutionConfig(AppConfig):
    name = "hasila.institution"
    label = "institution"
    verbose_name = _("Institution")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hasila.assurance.purposes import follow
        from hasila.institution.finding import install
        from hasila.institution.jobs import check_jobs
        from hasila.institution.load import keep_from_pages
        from hasila.institution.purposes import lawful
        from hasila.institution.sessions import begin
        from hasila.institution.watching import failed, succeeded
        from hasila.kernel.schema import FURTHER

        follow(lawful)
        post_migrate.connect(_load, sender=self)
        user_logged_in.connect(begin)
        user_logged_in.connect(succeeded)
        user_login_failed.connect(failed)
        checks.register(check_jobs, checks.Tags.models)
        ours = (install, keep_from_pages, _give_rights)
        FURTHER.extend(further for further in ours if further not in FURTHER)


def _give_rights(connection: Any) -> None:
    """What each role may do with the tables beside records and ledger: a list of the project, which knows them all."""
    import_string(settings.HASILA_RIGHTS)(connection)


def _load(using: str, apps: Any, **_kwargs: Any) -> None:
    """Brings units and grades up to the data files after every migration, as the role that migrates."""
    from hasila.institution.load import load_institution

    try:
        apps.get_model("institution", "Unit")
    except LookupError:  # migrated back to before the first migration
        return
    load_institution(using=using)
