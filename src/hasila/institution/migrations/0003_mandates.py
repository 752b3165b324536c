"""Mandates become records: given, lent for a time, ended, each by an act."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("institution", "0002_sign_in")]
    operations = []
