"""The case files as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasefilesConfig(AppConfig):
    name = "hasila.modules.casefiles"
    label = "casefiles"
    verbose_name = _("Case files")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.core import checks

        from hasila.modules.casefiles.lines import check_exchange

        checks.register(check_exchange)
        _surfaces()


def _surfaces() -> None:
    """What the web surface is told of: the page of a file, what is read with it, work, forms that stand filled in."""
    from hasila.kernel.access import roles_of
    from hasila.kernel.procedures import transitions
    from hasila.modules.casefiles import rollout, suggestions, uploads
    from hasila.modules.casefiles.case_rules import INQUIRE
    from hasila.modules.casefiles.exchange.saying import under_way
    from hasila.modules.casefiles.exhibit_rules import OUT_OF_STORE
    from hasila.modules.casefiles.forms import AttachForm, CardIsAnothersForm, DraftForm, StandAloneForm, UniteForm
    from hasila.modules.casefiles.jobs import belongings
    from hasila.modules.casefiles.kinds import Media
    from hasila.modules.casefiles.parties import Parties
    from hasila.modules.casefiles.severance_form import SeverForm
    from hasila.modules.casefiles.work import WORKERS
    from hasila.plain.moments import today
    from hasila.surfaces.api.contents import Content, Keeping, give_content, take_content
    from hasila.surfaces.limits import Kind, limit
    from hasila.surfaces.reading import read_with
    from hasila.surfaces.web.nav import add_form, add_home, add_page, add_sequel, add_tool, add_view, add_words
    from hasila.surfaces.web.suggesting import suggest

    for model in belongings():
        read_with(model.procedure.key, "case")
    add_page("casefiles.case_files", "casefiles:case")
    add_home("casefiles:work", INQUIRE, lambda path: rollout.is_on_under(path, today()))
    add_tool("casefiles", _("Work on case files"), "casefiles:work", WORKERS)
    add_tool("casefiles", _("Find in the case files"), "casefiles:find", roles_of(Parties))
    add_tool("casefiles", _("Figures of the unit"), "casefiles:statistics", WORKERS)
    add_view("casefiles.attachments", _("Save the content"), "casefiles:attachment")
    add_view("casefiles.referrals", _("The file on paper (PDF)"), "casefiles:paper")
    add_sequel("casefiles.case_files.transfer", _("Files handed to other units"), "casefiles:work", "?queue=handed")
    add_words("casefiles.referrals", "by_exchange", under_way)
    add_form("casefiles.attachments.attach", AttachForm)
    take_content("casefiles.attachments.attach", Content(uploads.MEASURED, uploads.MOST_BY_API, uploads.attached))
    give_content("casefiles.attachments", Keeping(tuple(Media.values), uploads.given_back))
    add_form("casefiles.written_records.draft", DraftForm)
    add_form("casefiles.case_files.sever", SeverForm)
    add_form("casefiles.parties.stand_alone", StandAloneForm)
    add_form("casefiles.parties.card_is_anothers", CardIsAnothersForm)
    add_form("casefiles.parties.unite_with", UniteForm)
    limit(Kind.SEARCH, "casefiles:find")
    limit(Kind.PAPER, "casefiles:attachment", "casefiles:picture", "casefiles:paper", "casefiles:held_record")
    for key, taken in transitions.items():
        if key.startswith("casefiles.") and not taken.opens and {*suggestions.OF_ONE_ACT} & {*taken.asks}:
            suggest(key, suggestions.of_this_act)
    suggest("casefiles.written_records.draft", suggestions.drawing_up)
    suggest("casefiles.referrals.prepare", suggestions.referring)
    for step in OUT_OF_STORE:
        suggest(f"casefiles.exhibits.{step}", suggestions.leaving)
    suggest("casefiles.tasks.put", suggestions.setting)
    suggest("casefiles.written_records.read_back", suggestions.reading_back)
    suggest("casefiles.exhibits.take_back", suggestions.coming_back)
    _holding()


def _holding() -> None:
    """The pages of persons held, for whoever holds a role of theirs."""
    from hasila.institution.roles import Role
    from hasila.kernel.access import roles_of
    from hasila.modules.casefiles.custody_clock import KINDS
    from hasila.surfaces.web.nav import add_home, add_page, add_tool, add_view

    add_home("casefiles:prosecution_held", [Role.PROSECUTOR])
    roles = {role for procedure in KINDS for role in roles_of(procedure)}
    add_tool("casefiles", _("Persons held now"), "casefiles:held", roles)
    add_tool("casefiles", _("Custody: the prosecution's screen"), "casefiles:prosecution_held", [Role.PROSECUTOR])
    add_tool("casefiles", _("Registers of persons held"), "casefiles:book", roles)
    add_view("casefiles.case_files", _("Persons held in the file"), "casefiles:held_of_file")
    for procedure in KINDS:
        add_page(procedure.key, "casefiles:holding")
