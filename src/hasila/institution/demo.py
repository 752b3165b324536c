"""Demonstration sign-ins: one synthetic officer for each role, and a citizen. Only where `settings.DEMO` is on."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from hasila.institution.accounts import Account, AccountKind
from hasila.institution.people import Person
from hasila.institution.roles import Role
from hasila.institution.staffing import FOUNDER, SECOND, Holder, ensure_holder
from hasila.institution.synthetic import Identity, identity

PASSWORD = "demo-hasila-2024"
CITIZEN = "citizen"
CITIZEN_INDEX = 640_000_000

HOLDERS = (
    FOUNDER,
    Holder(
        "clerk.personnel", 2, Role.PERSONNEL_CLERK, "DGSN", 7, "F", "كاتبة شؤون الموظفين", "Gestionnaire du personnel"
    ),
    SECOND,
    Holder(
        "clerk.council",
        4,
        Role.COUNCIL_CLERK,
        "DGSN",
        9,
        "F",
        "كاتبة المجلس التأديبي",
        "Secrétaire du conseil de discipline",
    ),
    Holder(
        "commission.promotion",
        5,
        Role.PROMOTION_COMMISSION,
        "DGSN",
        16,
        "M",
        "مقرر لجنة الترقية",
        "Rapporteur de la commission d'avancement",
    ),
    Holder(
        "commission.grievance",
        6,
        Role.GRIEVANCE_COMMISSION,
        "DGSN",
        16,
        "F",
        "مقررة اللجنة المركزية للتظلمات",
        "Rapporteure de la commission centrale des recours",
    ),
    Holder("inspector", 7, Role.INSPECTOR, "DGSN", 11, "M", "مفتش بالمفتشية العامة", "Inspecteur"),
    Holder("inspector.general", 8, Role.CHIEF_INSPECTOR, "DGSN", 17, "M", "المفتش العام", "Inspecteur général"),
    Holder("chief.rabat", 9, Role.UNIT_CHIEF, "PP-RBT", 18, "M", "والي أمن الرباط", "Préfet de police de Rabat"),
    Holder(
        "enrolment.rabat",
        10,
        Role.ENROLMENT_OFFICER,
        "PP-RBT",
        3,
        "F",
        "ضابطة تسجيل المعطيات التعريفية",
        "Agente d'enregistrement",
    ),
    Holder(
        "production.rabat", 11, Role.PRODUCTION_OFFICER, "DGSN", 7, "M", "مسؤول الإصدار", "Responsable de production"
    ),
    Holder(
        "director.documents",
        12,
        Role.DOCUMENTS_DIRECTOR,
        "DGSN",
        16,
        "F",
        "مديرة الوثائق التعريفية",
        "Directrice des titres identitaires",
    ),
    Holder(
        "legal", 13, Role.LEGAL_OFFICER, "DGSN", 11, "F", "مكلفة بالشؤون القانونية", "Chargée des affaires juridiques"
    ),
    Holder("statistician", 14, Role.STATISTICIAN, "DGSN", 9, "M", "مكلف بالإحصاء", "Statisticien"),
    Holder(
        "judicial.casablanca",
        15,
        Role.JUDICIAL_OFFICER,
        "PP-CAS",
        9,
        "M",
        "ضابط الشرطة القضائية",
        "Officier de police judiciaire",
    ),
    Holder(
        "data", 18, Role.DATA_OFFICER, "DGSN", 11, "M", "مكلف بحماية المعطيات", "Délégué à la protection des données"
    ),
    Holder("communicator", 26, Role.COMMUNICATOR, "DGSN", 9, "F", "مكلفة بالتواصل", "Chargée de communication"),
    Holder(
        "head.communication",
        27,
        Role.COMMUNICATION_HEAD,
        "DGSN",
        16,
        "M",
        "رئيس قسم التواصل",
        "Chef de la division de la communication",
    ),
    Holder("administrator", 16, Role.ADMINISTRATOR, "DGSN", 9, "M", "مدير النظام", "Administrateur du système"),
    # A police district of one of the pilot commands of the case files, and those who work with it.
    Holder("desk.gueliz", 20, Role.DESK_OFFICER, "AP-RAK-01", 4, "F", "ضابطة الديمومة", "Officière de permanence"),
    Holder("judicial.gueliz", 21, Role.JUDICIAL_OFFICER, "AP-RAK-01", 9, "M", "ضابط الشرطة القضائية", "OPJ"),
    Holder("chief.gueliz", 22, Role.UNIT_CHIEF, "AP-RAK-01", 11, "M", "رئيس الدائرة", "Chef d'arrondissement"),
    # Its neighbour, which a matter may be handed over to.
    Holder("judicial.daoudiate", 28, Role.JUDICIAL_OFFICER, "AP-RAK-02", 9, "F", "ضابطة الشرطة القضائية", "OPJ"),
    Holder("chief.daoudiate", 29, Role.UNIT_CHIEF, "AP-RAK-02", 11, "M", "رئيس الدائرة", "Chef d'arrondissement"),
    Holder(
        "victims.marrakech",
        23,
        Role.VICTIMS_OFFICER,
        "PP-RAK",
        9,
        "F",
        "ضابطة بخلية التكفل بالنساء ضحايا العنف",
        "Officière de la cellule des femmes victimes de violences",
    ),
    Holder(
        "minors.marrakech",
        24,
        Role.MINORS_OFFICER,
        "PP-RAK",
        9,
        "F",
        "ضابطة الشرطة القضائية المكلفة بالأحداث",
        "OPJ chargée des mineurs",
    ),
    # Without a head of the command nobody would approve what the officer for minors refers.
    Holder(
        "chief.marrakech", 30, Role.UNIT_CHIEF, "PP-RAK", 18, "M", "والي أمن مراكش", "Préfet de police de Marrakech"
    ),
    Holder(
        "prosecutor.marrakech",
        25,
        Role.PROSECUTOR,
        "PP-RAK",
        18,
        "M",
        "نائب وكيل الملك",
        "Substitut du procureur du Roi",
    ),
)


def accounts() -> list[tuple[str, str, str]]:
    """Every demonstration sign-in as (username, label of its role, password); none where it is off."""
    if not getattr(settings, "DEMO", False):
        return []
    staff = [(holder.slug, str(holder.role.label), PASSWORD) for holder in HOLDERS]
    return [*staff, (CITIZEN, str(AccountKind.CITIZEN.label), PASSWORD)]


def actor(role: Role | str) -> UUID:
    """The officer who holds a role in the demonstration; with `ensure_demo` done, they may act."""
    return next(holder.id for holder in HOLDERS if holder.role == role)


def ensure_demo() -> int:
    """Makes the officers, mandates and accounts that are missing, and gives how many sign-ins there are.

    Does nothing, and gives 0, where `settings.DEMO` is off: known passwords belong in no other place.
    """
    if not getattr(settings, "DEMO", False):
        return 0
    ours = Account.objects.filter(username__in=[CITIZEN, *(h.slug for h in HOLDERS)])
    ours.filter(demo=False).update(demo=True)
    here = set(ours.values_list("username", flat=True))
    if len(here) > len(HOLDERS):
        return len(here)
    # One hash for all: the password is public, and sixteen slow hashes would cost seconds at the first start.
    password = make_password(PASSWORD)
    for holder in HOLDERS:
        if holder.slug in here:
            continue
        with transaction.atomic():
            ensure_holder(holder)
            _account(holder.id, holder.slug, holder.person, AccountKind.STAFF, password)
    if CITIZEN not in here:
        with transaction.atomic():
            person = _citizen()
            _account(person.id, CITIZEN, _citizen_identity(), AccountKind.CITIZEN, password)
    return len(HOLDERS) + 1


def _account(identifier: UUID, username: str, person: Identity, kind: AccountKind, password: str) -> None:
    Account.objects.create(
        id=identifier,
        username=username,
        password=password,
        arabic_name=person.arabic_name,
        latin_name=person.latin_name,
        kind=kind,
        demo=True,
    )


def _citizen_identity() -> Identity:
    return identity(CITIZEN_INDEX, 7, sex="F")


def _citizen() -> Person:
    found = _citizen_identity()
    person, _made = Person.objects.get_or_create(
        card_number=found.card_number,
        defaults={name: value for name, value in found._asdict().items() if name != "card_number"},
    )
    return person
