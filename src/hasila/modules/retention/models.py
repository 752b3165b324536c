"""Orders to erase: proposed, approved by another hand, carried out on the record in the same transaction."""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.utils.translation import gettext_lazy as _

from hasila.assurance.erasure import BASIS
from hasila.institution.roles import Role
from hasila.kernel.indicators import Count
from hasila.kernel.procedures import Consequence, Procedure, State, Transition
from hasila.kernel.registers import Register
from hasila.modules.retention import rules
from hasila.modules.retention.orders import ErasureOrder, Ground, Scope

__all__ = ["Erasure", "ErasureOrder", "Ground", "Scope"]

COURT = ("court", "court_reference", "court_date")


class Erasure(Procedure):
    record = ErasureOrder
    label = _("Erasure orders")
    prefix = "ERAS"
    readers = (Role.CHIEF_INSPECTOR,)
    personal = ()
    search = ("file", "court_reference")
    register = Register(
        columns=("reference", "file", "ground", "scope", "unit", "state", "opened_at"),
        filters=("state", "ground", "scope", "unit"),
    )

    proposed = State(_("Proposed"), initial=True)
    approved = State(_("Approved"))
    carried_out = State(_("Executed"), final=True)
    rejected = State(_("Rejected"), final=True, requires=["rejection"])

    propose = Transition(
        _("Propose an erasure"),
        None,
        proposed,
        by=[Role.DATA_OFFICER],
        asks=["file", "ground"],
        may=["entry", *COURT],
        guards=[
            rules.record_exists,
            rules.record_is_settled,
            rules.ground_holds,
            rules.entry_is_the_records,
        ],
        effects=[rules.fill],
        basis=BASIS,
        facets=["ground", "scope"],
        help=_("Under a retention rule that is due, or on a court's order. The record itself doesn't change yet."),
    )
    approve = Transition(
        _("Approve"),
        proposed,
        approved,
        by=[Role.LEGAL_OFFICER],
        guards=[rules.record_is_settled, rules.ground_holds, rules.parts_are_erased],
        not_by=[propose],
        basis=BASIS,
        facets=["ground", "scope"],
        help=_("Whoever proposed the erasure doesn't approve it."),
    )
    reject = Transition(
        _("Reject"),
        [proposed, approved],
        rejected,
        by=[Role.LEGAL_OFFICER, Role.DATA_OFFICER],
        asks=["rejection"],
        basis=BASIS,
        facets=["ground", "scope"],
    )
    carry_out = Transition(
        _("Erase"),
        approved,
        carried_out,
        by=[Role.DATA_OFFICER],
        guards=[rules.record_is_settled, rules.ground_holds, rules.parts_are_erased],
        not_by=[approve],
        basis=BASIS,
        facets=["ground", "scope"],
        then=[Consequence(rules.erasing_step, "target", data=rules.blanks)],
        help=_("The content goes for good. What was done, when and by whom stays, and so do the figures."),
    )

    erasures = Count(
        _("Erasures carried out"),
        of=carry_out,
        by=["unit", "ground", "scope"],
        unit=_("erasures"),
        definition=_("Erasures of records or of single acts carried out in the year, by their ground."),
    )


# The database takes the content away when the order's row reaches its end, and only with the entries of it. What people
# were told of the file goes with it: a notice may name who was held. So do long papers that repeat what it said.
_FENCE = """
CREATE OR REPLACE FUNCTION hasila_erase_ordered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM hasila_erase(NEW.register, NEW.target, NEW.entry, NEW.id);
    DELETE FROM institution_notice WHERE params ->> 'reference' = upper(btrim(NEW.file));
    DELETE FROM institution_notice WHERE cause IN (SELECT entry_id FROM ledger_erased WHERE record_id = NEW.target);
    DELETE FROM print_prepared WHERE sources @> ARRAY[NEW.target];
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER hasila_erase AFTER UPDATE ON {table} FOR EACH ROW
    WHEN (NEW.state = 'carried_out' AND OLD.state IS DISTINCT FROM NEW.state)
    EXECUTE FUNCTION hasila_erase_ordered();
"""


def fence(using: Any) -> None:
    """Installs the trigger that erases, after every migration, where the order's table is there."""
    table = ErasureOrder._meta.db_table
    connection = connections[using]
    with connection.cursor() as cursor:
        if table in connection.introspection.table_names(cursor):
            cursor.execute(_FENCE.format(table=table))
