"""Sentences as journalists write them, and every number in them: `text=value` for an amount, else its kind."""

import pytest

from hasila.plain.quantities import Kind, read

SENTENCES = """
وبلغ عدد القضايا المسجلة ما مجموعه 755 ألفا و541 قضية، أي بارتفاع نسبته 2,3 بالمئة
    755 ألفا و541=755541 | 2,3 بالمئة=2.3
مكنت 80 وحدة متنقلة من استفادة 130.242 شخصا، كما تم اقتناء ست وعشرين طائرة مسيرة
    80=80 | 130.242=130242 | ست وعشرين=26
تقلص العدد من ثلاثمائة وأربعين سنة 2017 إلى أربعين فقط سنة 2024
    ثلاثمائة وأربعين=340 | 2017:year | أربعين=40 | 2024:year
يتابع الحسابات مليون ومائة وسبعة وتسعون ألفا وثلاثمائة وخمسة وثلاثون منخرطا
    مليون ومائة وسبعة وتسعون ألفا وثلاثمائة وخمسة وثلاثون=1197335
دعم 4.351 أرملة و601 متقاعدا و371 مريضا في حدود عشرين ألف درهم
    4.351=4351 | 601=601 | 371=371 | عشرين ألف=20000
إحداث أربع دوائر للشرطة، وست مصالح، وخمس وحدات، وثلاث فرق، وفرقتين، ومركزا واحدا
    أربع=4 | ست=6 | خمس=5 | ثلاث=3 | فرقتين:dual | واحدا:one
حجز طن و200 كيلوغرام من الشيرا و15 ألف قرص مهلوس و1.2 كلغ من الكوكايين
    طن و200=1200 | 15 ألف=15000 | 1.2=1.2
بموجب الظهير رقم 1.09.213 الصادر في 23 فبراير 2010، والمواد 3 و5 من القانون 22.01
    1.09.213:article | 23:date | 2010:year | 3:article | 5:article | 22.01:article
في الساعة العاشرة من صباح الثلاثاء 24 دجنبر 2024، توفي شخصان وأصيب ثلاثة آخرون
    العاشرة:ordinal | 24:date | 2024:year | شخصان:dual | ثلاثة=3
فاز المنتخب بنتيجة 3-1 أمام 45 ألفا و600 متفرج، في المجموعة الثانية
    3-1:score | 45 ألفا و600=45600 | الثانية:ordinal
إجمالي القضايا = 755541 (+2.3%) | 2023: 738748
    755541=755541 | +2.3%=2.3 | 2023:year | 738748=738748
سجلت الدار البيضاء (1.250 قضية) والرباط (980) ومراكش (ما بين 500 و600)
    1.250=1250 | 980=980 | 500 و600=500
السيارة 12345-أ-6، والهاتف 0661-23-45-67، والموقع www.dgsn.gov.ma/2024
    12345-أ-6:identifier | 0661-23-45-67:phone
أكثر من ألف وخمسمائة شرطي، وأقل من مائة، وما يقارب الألفين، و3 من كل 10 قضايا
    ألف وخمسمائة=1500 | مائة=100 | الألفين=2000 | 3:ratio | 10:ratio
Le bilan 2024, publié mercredi 25 décembre, fait état de 4 696 069 CNIE (contre 4,3 millions en 2022).
    2024:year | 25:date | 4 696 069=4696069 | 4,3 millions=4300000 | 2022:year
Ils sont quelque 15 452 fonctionnaires ; 7 513 d'entre eux, soit près de la moitié (48,6 %), ont été promus.
    15 452=15452 | 7 513=7513 | moitié:fraction | 48,6 %=48.6
Deux millions cent vingt mille visiteurs (+ 10 %), vingt-cinq millions de vues, quatorze enfants
    Deux millions cent vingt mille=2120000 | + 10 %=10 | vingt-cinq millions=25000000 | quatorze=14
Une bourse de 10.000 DH par an pendant cinq ans pour 12 étudiants, objectif 60 par an d'ici 2030
    10.000=10000 | cinq=5 | 12=12 | 60=60 | 2030:year
À 19h30, au km 45 de l'autoroute A7, deux morts et 12 blessés dans l'accident d'un autocar de 52 places
    19h30:time | 45:name | A7:name | deux=2 | 12=12 | 52=52
Le commissaire, 45 ans, né en 1979, reste joignable au 19 ; trois fois moins, un tiers, une affaire sur cinq.
    45:age | 1979:year | 19:phone | trois=3 | un tiers:fraction | cinq:ratio
Loi de finances 2025, article 4, alinéa 3 ; code pénal (art. 218) ; dahir n° 1-59-413 du 26 novembre 1962
    2025:year | 4:article | 3:article | 218:article | 1-59-413:article | 26:date | 1962:year
1,2 MMDH, 12 M DH, 300 €, 5 M$ ; mille sept cent quarante-six agents
    1,2 MMDH=1200000000 | 12 M=12000000 | 300=300 | 5 M=5000000 | mille sept cent quarante-six=1746
six (6) services, quatre (04) arrondissements et 05 unités dans les années 90
    six=6 | 6:definite | quatre=4 | 04:definite | 05=5 | 90:year
The service issued 4,696,069 cards in 2024, up from 4.31 million in 2022, 3,449,678 of them in Rabat.
    4,696,069=4696069 | 2024:year | 4.31 million=4310000 | 2022:year | 3,449,678=3449678
Car theft fell 20%, sexual assaults dropped by four percent and bank robberies plunged 45 per cent.
    20%=20 | four percent=4 | 45 per cent=45
Its 40 denials compare with 340 in 2017 and 288 in 2018; 32pc were reviewed, 60pc upheld.
    40=40 | 340=340 | 2017:year | 288=288 | 2018:year | 32pc=32 | 60pc=60
Fourteen children, three K9 brigades and one of the 19 new structures; over 4,300 body cameras
    Fourteen=14 | three=3 | K9:name | one:one | 19=19 | 4,300=4300
A 10,000-dirham scholarship over five years; MAD20,000 each; $1.5bn; a 3-tonne haul; half a million views
    10,000=10000 | five=5 | 20,000=20000 | 1.5bn=1500000000 | 3=3 | half a million=500000
A 16-year-old girl, a man aged 34, at 5pm on Dec. 24, 2024; line 19; Law 43-05; F-16; the 1990s
    16:age | 34:age | 5pm:time | 24:date | 2024:year | 19:phone | 43-05:article | F-16:name | 1990s:year
"""


def sentences() -> list[tuple[str, list[str]]]:
    lines = SENTENCES.strip().splitlines()
    return [(text, found.strip().split(" | ")) for text, found in zip(lines[::2], lines[1::2], strict=True)]


@pytest.mark.parametrize("number", range(len(sentences())))
def test_every_expression_of_a_sentence_is_read(number: int) -> None:
    text, expected = sentences()[number]
    found = [f"{q.text}={q.value}" if q.kind is Kind.CARDINAL else f"{q.text}:{q.kind.value}" for q in read(text)]
    assert found == expected
