"""A night at a district of the pilot, in the present: who is held, by whom, with their sign-ins."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from hasila.institution.accounts import Account
from hasila.institution.roles import Role
from hasila.institution.staffing import Holder, ensure_holder
from hasila.institution.units import Unit
from hasila.kernel.many import perform_many
from hasila.kernel.perform import perform
from hasila.kernel.procedures import Act
from hasila.modules.casefiles import custody_clock, rollout
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.custody import Custodies
from hasila.modules.casefiles.identity_checks import IdentityChecks
from hasila.modules.casefiles.minor_retention import MinorRetentions
from hasila.modules.casefiles.parties import Parties
from hasila.plain.moments import today

PASSWORD = "a long password"
PEOPLE = (
    ("judicial", Role.JUDICIAL_OFFICER, "AP-RAK-01", "ضابط", "Officier"),
    ("chief", Role.UNIT_CHIEF, "AP-RAK-01", "رئيس الدائرة", "Chef"),
    ("desk", Role.DESK_OFFICER, "AP-RAK-01", "ضابط الديمومة", "Permanence"),
    ("minors", Role.MINORS_OFFICER, "PP-RAK", "ضابطة الأحداث", "OPJ mineurs"),
    ("prosecutor", Role.PROSECUTOR, "PP-RAK", "نائب وكيل الملك", "Substitut"),
    ("stranger", Role.PROSECUTOR, "PP-RBT", "نائب وكيل الملك", "Substitut"),
)


def night(*, sign_in: bool = False) -> SimpleNamespace:
    """Four persons held: one near the limit, one beyond it, a minor, an identity check; and a suspect who is free."""
    people = SimpleNamespace(district=Unit.objects.get(code="AP-RAK-01"), now=timezone.now())
    password = make_password(PASSWORD) if sign_in else make_password(None)  # a slow hash where it is typed
    for number, (name, role, unit, arabic, french) in enumerate(PEOPLE):
        holder = Holder(f"night.{name}", 760 + number, role, unit, 9, "M", arabic, french)
        setattr(people, name, ensure_holder(holder))
        Account.objects.create(
            username=name,
            password=password,
            id=holder.id,
            arabic_name=holder.person.arabic_name,
            latin_name=holder.person.latin_name,
            demo=True,
        )
    general = ensure_holder(Holder("night.general", 770, Role.DIRECTOR_GENERAL, "DGSN", 18, "M", "المدير", "DG"))
    command, yesterday = Unit.objects.get(code="PP-RAK"), people.now - timedelta(days=9)
    switched = {"starts_on": today() - timedelta(days=9)}
    switch = Act(rollout.Rollout.switch_on, None, general, switched, yesterday, command.pk)
    assert perform_many([switch], simulated=True).performed == 1
    rollout.forget()
    people.near = held(people, "ياسين الحداوي", "Yassine El Haddaoui", hours=47.7)
    people.over = held(people, "عبد الصمد بنكيران", "Abdessamad Benkirane", hours=50.2)
    people.young = retained(people, hours=9)
    people.check = checked(people, hours=1.4)
    people.free = suspect(people, "مراد التازي", "Mourad Tazi", people.now - timedelta(hours=3))
    noted(people)
    custody_clock.watch()
    for one in (people.near, people.over, people.young, people.check):
        one.refresh_from_db()
    return people


def suspect(people: SimpleNamespace, arabic: str, latin: str, arrest: datetime, **about: Any) -> Any:
    """A suspect in a file of their own, entered at the arrest."""
    facts = {
        "origin": "flagrant",
        "offence": "theft_violence",
        "facts": "سلب هاتف محمول تحت التهديد بالضرب قرب محطة القطار.",
        "happened_at": arrest - timedelta(minutes=40),
        "place": "جليز، مراكش",
    }
    when = {"actor": people.judicial, "unit": people.district, "occurred_at": arrest + timedelta(minutes=5)}
    case = perform(CaseFiles.open_file, data=facts, **when).record
    person = {
        "case": case.pk,
        "category": "suspect",
        "arabic_name": arabic,
        "latin_name": latin,
        "sex": "M",
        "born_on": "1994-03-09",
        "father": "أحمد",
        "mother": "فاطمة",
        "address": "درب الدباشي، مراكش",
        **about,
    }
    return perform(Parties.enter, data=person, **when).record


def held(people: SimpleNamespace, arabic: str, latin: str, hours: float) -> Any:
    """Somebody in custody since so many hours."""
    arrest = people.now - timedelta(hours=hours)
    party = suspect(people, arabic, latin, arrest)
    data = {
        "case": party.case_id,
        "party": party.pk,
        "arrested_at": arrest,
        "began_at": arrest + timedelta(minutes=15),
        "framework": "flagrant",
        "reasons": ["evidence", "flight"],
        "grounds": "ضبط متلبسا وبحوزته هاتف الضحية.",
        "place": "غرفة الأمن رقم 2",
        "condition": "خدش سطحي باليد اليمنى، لا يتناول أدوية.",
    }
    when = {"actor": people.judicial, "unit": people.district, "occurred_at": arrest + timedelta(minutes=20)}
    return perform(Custodies.place_in_custody, data=data, **when).record


def retained(people: SimpleNamespace, hours: float) -> Any:
    """A minor who is retained since so many hours."""
    arrest = people.now - timedelta(hours=hours)
    born = today().replace(year=today().year - 15, month=1, day=5)
    party = suspect(people, "أيوب بناني", "Ayoub Bennani", arrest, born_on=born, guardian="كريم بناني")
    data = {
        "case": party.case_id,
        "party": party.pk,
        "arrested_at": arrest,
        "began_at": arrest + timedelta(minutes=30),
        "framework": "flagrant",
        "grounds": "تعذر تسليمه إلى وليه قبل الاستماع إليه.",
        "place": "فضاء الأحداث",
        "condition": "لا شيء يذكر.",
        "consent": "112/2026، نائب وكيل الملك",
        "apart": True,
    }
    when = {"actor": people.minors, "unit": people.district, "occurred_at": arrest + timedelta(minutes=35)}
    return perform(MinorRetentions.retain, data=data, **when).record


def checked(people: SimpleNamespace, hours: float) -> Any:
    """Somebody whose identity is checked since so many hours."""
    stop = people.now - timedelta(hours=hours)
    data = {
        "arrested_at": stop,
        "began_at": stop + timedelta(minutes=15),
        "stopped_in": "ساحة جامع الفنا",
        "grounds": "الاشتباه في محاولة نشل، ولا يحمل أي وثيقة.",
        "place": "قاعة الاستقبال",
        "description": "رجل في الثلاثين، معطف أسود",
    }
    when = {"actor": people.judicial, "unit": people.district, "occurred_at": stop + timedelta(minutes=20)}
    return perform(IdentityChecks.begin, data=data, **when).record


def noted(people: SimpleNamespace) -> None:
    """What happened to the one near the limit."""
    start = people.near.arrested_at
    for hours, kind, until, whom, text in (
        (0.4, "reasons_told", None, "", ""),
        (0.4, "silence_told", None, "", ""),
        (0.5, "lawyer_told", None, "", ""),
        (0.9, "family_told", None, "زوجته سناء العلمي، هاتفيا", ""),
        (3, "hearing", 4.5, "", "بحضور محاميه الأستاذ المريني"),
        (5, "meal", None, "", ""),
        (6, "rest", 13, "", ""),
        (14, "examined", None, "د. بنسودة، مستشفى ابن طفيل", "لا مانع من الاستماع إليه"),
    ):
        data = {
            "note_kind": kind,
            "note_at": start + timedelta(hours=hours),
            "note_until": start + timedelta(hours=until) if until else None,
            "note_whom": whom,
            "note_text": text,
        }
        perform(Custodies.note, people.near, actor=people.desk, data=data)
    asked = {"asked_for": "انتظار نتيجة الخبرة على الهاتف المحجوز."}
    perform(Custodies.ask_for_more_time, people.near, actor=people.judicial, data=asked)
