"""What signing in needs of an account."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("institution", "0001_initial")]
    operations = []
