"""Codes on paper were kept encrypted; those that are left are kept as hashes from here on, and stay what they are."""

from typing import Any

from django.db import migrations


def hash_them(apps: Any, _schema: Any) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    from hasila.institution.paper import hashes

    for row in apps.get_model("mfa", "Authenticator").objects.filter(type="recovery_codes", data__has_key="seed"):
        row.data = {"hashes": hashes(RecoveryCodes(row).get_unused_codes())}
        row.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [("institution", "0011_given_passwords"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(hash_them, migrations.RunPython.noop)]
