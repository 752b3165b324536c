"""Numbers in press text: what is read of each expression, in three languages, and what is no claim."""

from decimal import Decimal
from pathlib import Path

import pytest

from hasila.plain.quantities import Kind, Qualifier, Quantity, read

# Text, the span that is read, its value. «|» closes the text where the thing counted begins.
ARABIC = """
أربعة ملايين و696 ألفا و69 بطاقة / أربعة ملايين و696 ألفا و69 / 4696069
مليونين و120 ألف زائر / مليونين و120 ألف / 2120000
مليون و197 ألفا و335 منخرطا / مليون و197 ألفا و335 / 1197335
3 ملايين و163 ألفا و322 بطاقة / 3 ملايين و163 ألفا و322 / 3163322
130 ألف\u00a0و242 مستفيدا / 130 ألف\u00a0و242 / 130242
755 ألف\u202fو 541 قضية / 755 ألف\u202fو 541 / 755541
7 آلاف و513 شرطيا / 7 آلاف و513 / 7513
و513,569 بطاقة / 513,569 / 513569
3,449,678 بطاقة / 3,449,678 / 3449678
ملفات 15.452 موظفا / 15.452 / 15452
على 2.956 مؤسسة / 2.956 / 2956
لـ 2502 موظفة / 2502 / 2502
لـ2502 موظفة / 2502 / 2502
ب80 وحدة / 80 / 80
أربع دوائر / أربع / 4
اربعة مراكز / اربعة / 4
بست مصالح / ست / 6
أربعة عشر طفلا / أربعة عشر / 14
إحدى عشرة فرقة / إحدى عشرة / 11
اثنا عشر طالبا / اثنا عشر / 12
خمسة وعشرون ألفا / خمسة وعشرون ألفا / 25000
واحد وعشرون مركزا / واحد وعشرون / 21
ثلاثمائة وستون / ثلاثمائة وستون / 360
ثلاث مائة وستين / ثلاث مائة وستين / 360
مئتان وعشرة / مئتان وعشرة / 210
مائتي شخص / مائتي / 200
مائة و20 شخصا / مائة و20 / 120
ألفا شخص / ألفا / 2000
ألفين و500 / ألفين و500 / 2500
نصف مليون / نصف مليون / 500000
مليون ونصف المليون / مليون ونصف المليون / 1500000
ثلاثة ملايين ونصف / ثلاثة ملايين ونصف / 3500000
ربع مليون / ربع مليون / 250000
2,5 مليون / 2,5 مليون / 2500000
٣٬٤٤٩٬٦٧٨ بطاقة / ٣٬٤٤٩٬٦٧٨ / 3449678
۱۲۳ بطاقة / ۱۲۳ / 123
أَرْبَعَةُ مَلَايِينَ بطاقة / أَرْبَعَةُ مَلَايِينَ / 4000000
أربعـــة مراكز / أربعـــة / 4
تسعمائة وتسعة وتسعون ألفا وتسعمائة وتسعة وتسعون / تسعمائة وتسعة وتسعون ألفا وتسعمائة وتسعة وتسعون / 999999
ناقص 24 بالمائة / ناقص 24 بالمائة / -24
بناقص 4 بالمائة / ناقص 4 بالمائة / -4
وزائد 5 في المائة / زائد 5 في المائة / 5
60 في المائة / 60 في المائة / 60
٪45 من / ٪45 / 45
٤٫٣ في المئة / ٤٫٣ في المئة / 4.3
فرقتين متنقلتين / فرقتين / 2
و-20% في / -20% / -20
و24- % في / 24- % / -24
بلغ 4 ملايين، و696 ألفا، و69 بطاقة / 4 ملايين، و696 ألفا، و69 / 4696069
24 بالماثة / 24 بالماثة / 24
ثمانمائة وأحد عشر / ثمانمائة وأحد عشر / 811
"""
FRENCH = """
quatre millions six cent seize mille soixante-neuf / quatre millions six cent seize mille soixante-neuf / 4616069
4 millions 696 069 cartes / 4 millions 696 069 / 4696069
1 million 197 mille 335 abonnés / 1 million 197 mille 335 / 1197335
4.696.069 cartes / 4.696.069 / 4696069
3 449 678 cartes / 3 449 678 / 3449678
3\u202f449\u00a0678 cartes / 3\u202f449\u00a0678 / 3449678
1'234 cas / 1'234 / 1234
4,3 millions de cartes / 4,3 millions / 4300000
deux millions et demi / deux millions et demi / 2500000
un million de cartes / un million / 1000000
un demi-million / un demi-million / 500000
soixante-dix-sept / soixante-dix-sept / 77
soixante et onze / soixante et onze / 71
quatre-vingt-onze / quatre-vingt-onze / 91
quatre-vingts / quatre-vingts / 80
septante-deux / septante-deux / 72
vingt et un mille / vingt et un mille / 21000
mille deux cents / mille deux cents / 1200
onze cents / onze cents / 1100
une douzaine d'agents / une douzaine / 12
2,5 % / 2,5 % / 2.5
moins 24 pour cent / moins 24 pour cent / -24
de -24 % / -24 % / -24
deux virgule cinq pour cent / deux virgule cinq pour cent / 2.5
4,7 M€ / 4,7 M / 4700000
"""
ENGLISH = """
four million six hundred and six thousand and one / four million six hundred and six thousand and one / 4606001
4,696,069 cards / 4,696,069 / 4696069
4.3 million cards / 4.3 million / 4300000
4.7m followers / 4.7m / 4700000
2bn views / 2bn / 2000000000
120k views / 120k / 120000
a million views / a million / 1000000
quarter of a million pupils / quarter of a million / 250000
seven thousand, five hundred and thirteen / seven thousand, five hundred and thirteen / 7513
half a million / half a million / 500000
two and a half million / two and a half million / 2500000
nineteen hundred / nineteen hundred / 1900
minus 24 percent / minus 24 percent / -24
24 per cent / 24 per cent / 24
two point five per cent / two point five per cent / 2.5
"""


def cases(table: str) -> list[tuple[str, str, Decimal]]:
    """The lines of a table as text, span and value."""
    found = []
    for line in table.strip().splitlines():
        text, span, value = line.split(" / ")
        found.append((text, span, Decimal(value)))
    return found


def only(text: str, language: str = "") -> Quantity:
    """The one quantity of a text."""
    found = read(text, language)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_spans_and_values(language: str) -> None:
    table = {"ar": ARABIC, "fr": FRENCH, "en": ENGLISH}[language]
    for text, span, value in cases(table):
        found = read(text, language)
        assert found and (found[0].text, found[0].value) == (span, value), (text, found)


def test_a_quantity_knows_its_place() -> None:
    text = "تم إنجاز ما مجموعه 219 ألفا و408 بطاقات، بزيادة 5 % مقارنة مع سنة 2023"
    cards, rise, year = read(text)
    assert text[cards.start : cards.end] == cards.text == "219 ألفا و408"
    assert text[cards.noun_start :].startswith("بطاقات")
    assert (rise.text, rise.unit, text[rise.noun_start :].split()[0]) == ("5 %", "%", "مقارنة")
    assert (year.kind, year.value) == (Kind.YEAR, 2023)
    assert (cards.words, rise.words, cards.vague) == (True, False, False)


QUALIFIED = """
أكثر من 4300 كاميرا / at least
وأزيد من 12 مركزا / at least
ما يفوق 12 مركزا / at least
ما لا يقل عن 12 مركزا / at least
5 فرق على الأقل / at least
في حدود 20 ألف درهم / at most
لا يتجاوز 40 / at most
ما يصل إلى 40 / at most
أقل من 40 / at most
نحو 40 مركزا / about
بحوالي 40 مركزا / about
زهاء أربعين مركزا / about
ما يناهز 40 مركزا / about
قرابة المليون ومائتي ألف / about
plus de 4.300 caméras / at least
au moins 12 agents / at least
moins de 5 brigades / at most
jusqu'à 20.000 dirhams / at most
près de 40 centres / about
quelque 40 centres / about
over 4,300 cameras / at least
no fewer than 12 / at least
up to MAD 20,000 / at most
fewer than 5 / at most
nearly 40 centres / about
some 40 centres / about
4,300+ cameras / at least
> 4.300 caméras / at least
(≤ 12) / at most
~40 / about
<li>45 cartes / exact
لا يتجاوز عددهم 40 / at most
2.120.000 visiteurs et plus / at least
12 agents / exact
over five years / exact
"""


def test_the_words_around_a_number_qualify_it() -> None:
    for line in QUALIFIED.strip().splitlines():
        text, qualifier = line.split(" / ")
        assert only(text).qualifier == qualifier, text


RANGES = """
بين 3 و5 فرق / 3 / 5
من 3 إلى 5 فرق / 3 / 5
بين 3 و5 ملايين / 3000000 / 5000000
de 3 à 5 équipes / 3 / 5
entre 5 % et 7 % / 5 / 7
between 3 and 5 brigades / 3 / 5
3-5 % / 3 / 5
3 أو 4 فرق / 3 / 4
12 à 15 personnes / 12 / 15
"""


def test_a_range_has_two_ends_and_a_change_none() -> None:
    for line in RANGES.strip().splitlines():
        text, low, high = line.split(" / ")
        found = only(text)
        assert (found.value, found.high, found.qualifier) == (int(low), int(high), Qualifier.RANGE), text
    for change in (
        "passant de 208 à 260",
        "rose from 208 to 260",
        "Marrakech from 208 to 260",
        "ارتفع العدد من 208 إلى 260",
    ):
        assert [(q.value, q.qualifier) for q in read(change)] == [(208, "exact"), (260, "exact")]


UNITS = """
20 ألف درهم / MAD
10.000 درهم / MAD
MAD 20,000 / MAD
12 MDH / MAD
€20 / EUR
$5 million / USD
2,5 tonnes / t
طنين / t
120 كيلوغراما / kg
120 كلغ / kg
350 grammes / g
3 نقاط مئوية / points
3.5 percentage points / points
hausse de 3 points / points
a 3-tonne haul / t
a 2-point rise / points
بنسبة 4,5 نقطة / points
45 % / %
"""


def test_units_as_written() -> None:
    for line in UNITS.strip().splitlines():
        text, unit = line.split(" / ")
        assert only(text).unit == unit, text
    assert only("2,5 tonnes").in_base() == (Decimal("2500.0"), "kg")
    for text in ("طنين و310 كيلوغرامات", "2 tonnes et 310 kg", "2 tonnes 310 kg"):
        assert only(text).in_base() == (2310, "kg")
    assert (only("طن ونصف الطن من الشيرا").value, only("3 tonnes et demie").value) == (Decimal("1.5"), Decimal("3.5"))
    assert only("12 MDH").in_base() == (12_000_000, "MAD")


NO_CLAIMS = """
في 2024 تم / year
سنة 2023 / year
1446 هـ / year
born in '71 / year
badge 5512 / name
Deux ans plus tôt / time
قبل خمس سنوات / time
il est midi moins dix / time
fallen by half / fraction
2024-2025 / year
ما بين 2022 و 2026 / year
depuis 2019 / year
16 ماي / date
le 31 décembre / date
12/05/2024 / date
النسخة الخامسة / ordinal
الذكرى الـ67 لتأسيس / ordinal
المستوى الثاني / ordinal
level 2 / ordinal
the 67th anniversary / ordinal
le Ve sommet / ordinal
le 1er juillet / ordinal
the 1990s / year
les années 90 / year
Police said on Dec. 24 / date
à 10h30 / time
على الساعة 10 / time
الخط 19 / phone
خط الهاتف 19 / phone
le numéro vert 177 / phone
05 37 72 12 34 / phone
القانون 03-23 / article
القانون رقم 43.05 / article
article 41 / article
المادة 15 / article
F16 / name
Covid-19 / name
المجموعة المتنقلة GMS 4 التابعة / name
G20 / name
منصة E-Police 2 الجديدة / name
the Web 2.0 era / name
la 5G / name
(2/2) / page
âgé de 25 ans / age
a 25-year-old man / age
يبلغ من العمر 25 سنة / age
طفل (12 سنة) / age
un homme de 30 ans / age
القيادات الأربع عشرة / definite
الأشهر الـ12 الماضية / time
عشرات الأشخاص / vague
عشرات الآلاف من / vague
une vingtaine de cas / vague
des milliers de cas / vague
dozens of officers / vague
a dozen officers / vague
ثلثي السكان / fraction
تراجعت بالخمس / fraction
في 2025 لمواصلة المسار / year
كأس أفريقيا 2025 وبطولة / year
the DGSN 2024 numbers / year
joignable au 19 / phone
rue 17 / name
1/ الحج / list
boulevard du 20-Août / date
يتلقى خط 19 / phone
"""


def test_what_is_no_claim_says_why() -> None:
    for line in NO_CLAIMS.strip().splitlines():
        text, kind = line.split(" / ")
        found = only(text)
        assert found.kind == kind, (text, found)
        assert found.vague == (kind == "vague")


def test_a_number_said_again_in_brackets_claims_once() -> None:
    text = "six (06) services, 04 brigades"
    six, again, four = read(text)
    assert (six.value, again.value, again.kind) == (6, 6, Kind.DEFINITE)
    assert text[six.noun_start :].startswith("services")
    assert (four.value, four.kind) == (4, Kind.CARDINAL)


def test_a_dual_and_a_one_are_left_to_be_weighed() -> None:
    dual = only("إحداث فرقتين متنقلتين")
    assert (dual.kind, dual.value, dual.noun_start) == (Kind.DUAL, 2, dual.start)
    one = only("إحداث فرقة واحدة")
    assert (one.kind, one.text, one.noun_start) == (Kind.ONE, "واحدة", 6)
    assert only("un seul cas").kind == Kind.ONE
    assert [q.text for q in read("وفرقتين ووحدتين وبقضيتين ووثيقتين")] == ["فرقتين", "وحدتين", "قضيتين", "وثيقتين"]
    assert read("une brigade a été créée par un agent") == []
    assert [only(text).value for text in ("طابقان وشجرة", "أوقف مشتبهان", "حالات تساوي صفر")] == [2, 2, 0]
    assert read("إعداد: المصطفى صفر عن المواطنين والعاملين والقاصرين") == []
    assert only("يحفظ الأرقام: 19 بنية جديدة").kind == only("une bourse (5 ans)").kind == Kind.CARDINAL
    again = only("هذه المشاريع الـ19 الجديدة")
    assert (again.kind, again.value, again.noun_start) == (Kind.CARDINAL, 19, 4)
    assert only("على مدى خمس سنوات").kind == Kind.CARDINAL
    assert read("أثناء ممارسة مهامهم يوم الأربعاء مساء") == []
    assert read("المستفيدين من الموظفين في الميدان بين السكان") == []


PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "quantities.md"


def test_the_table_of_the_page_is_what_is_read() -> None:
    table = PAGE.read_text(encoding="utf-8").split("<!-- press expressions: begin -->")[1].split("<!-- press")[0]
    rows = [[cell.strip(" ") for cell in line.strip("|").split("|")] for line in table.strip().splitlines()[2:]]
    assert len(rows) == 19
    for text, span, value, unit, qualifier in rows:
        found = read(text)[0]
        assert [found.text, str(found.value), found.unit, found.qualifier] == [span, value, unit, qualifier], text
