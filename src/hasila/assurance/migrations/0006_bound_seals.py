"""An erasure takes the keys of sealed values that are bound to their record as well as of those of before."""

from django.db import migrations

BOTH = """
DO $do$ BEGIN
    EXECUTE replace(pg_get_functiondef('hasila_erase(text, uuid, uuid, uuid)'::regprocedure),
                    '"sealed:1:(', '"sealed:[12]:(');
END $do$
"""


class Migration(migrations.Migration):
    dependencies = [("assurance", "0005_leaves")]
    operations = [migrations.RunSQL(BOTH, migrations.RunSQL.noop)]
