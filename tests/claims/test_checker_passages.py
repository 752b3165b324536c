"""Passages in which a number is told of by what stands beside it: a partner, a column, the sentence before."""

import pytest

from hasila.modules.communication.checker import check

FRENCH, ENGLISH = "DGSN : le bilan de l'année 2024\n\n", "The DGSN's annual report for 2024\n\n"
ARABIC = "حصيلة المديرية العامة للأمن الوطني لسنة 2024\n\n"
DAY = "2024-12-26"
CASES = [
    # digits that slipped betray the figure, though words name it faintly
    (FRENCH + "La DGSN a tiré 4 696 069 cartes d'identité, dont 1 264 391, à Marrakech.", "1 264 391", "-F003"),
    (FRENCH + "Les mutations ? 7 780 accordées ; dans l'urgence, 2 289.", "2 289", "-F063"),
    (ENGLISH + "Widows supported: 4,531.", "4,531", "-F102"),
    # two numbers in each other's place
    (FRENCH + "Est-il vrai que 14 pistolets électriques vont équiper 560 commandements ?", "560", "-F043"),
    (ENGLISH + "The commission upheld 32% of penalties and revised 60%.", "32%", "-F070"),
    # a part, told after its total, is not the total again
    (FRENCH + "Le Hajj : 365 départs, 230 entièrement payés et 135 en partie.", "135", "+F110"),
    (ENGLISH + "The foundation paid, in full or in part, for 365 pilgrims.", "365", "+F108"),
    (ENGLISH + "It paid for 365 Hajj pilgrims, up from 127 the year before: 230 in full.", "127", "+F111"),
    (ENGLISH + "It paid for 365 Hajj pilgrims, up from 127 the year before: 230 in full.", "230", "+F109"),
    # a verb that only the sentence before has
    (FRENCH + "Les vols avec violence ont baissé de 12 %. Les cambriolages, de 1 %.", "1 %", "-F029"),
    (ENGLISH + "Compare with the year before: sanctions have fallen by 5%.", "5%", "-F073"),
    # columns and labels
    ("REPÈRES – La Sûreté nationale, 2024 / 2023\n\nContenus violents : 208 / 206", "206", "-F091"),
    ("FACT BOX: DGSN, 2024 (2023 in brackets)\n\nRecorded criminal cases: 755,541 (738,748)", "738,748", "+F022"),
    (
        "إطار: الأمن الوطني بين عامين\n\nالمؤشر ؛ 2023 ؛ 2024\nمستفيدو الحج ؛ 127 ؛ 365",
        "127",
        "+F111",
    ),
    (FRENCH + "Unités mobiles : 80 — bénéficiaires : 130 242 — accords-cadres : 17", "80", "+F010"),
    (FRENCH + "Unités mobiles : 80 — bénéficiaires : 130 242 — accords-cadres : 17", "130 242", "+F012"),
    (ENGLISH + "Fact statements numbered 340 in 2017, in 2018 288.", "288", "+F089"),
    (FRENCH + "3 : les brigades cynophiles créées par la DGSN.", "3", "+F050"),
    (ARABIC + "280: المحتويات العنيفة المرصودة.", "280", "-F090"),
    # what is counted isn't the noun of what it is for
    (ARABIC + "وشيدت المؤسسة 150 شقة لمنخرطيها.", "150", "?"),
    (ARABIC + "باشرت المفتشية 492 بحثا إداريا، وأن 1746 شملتهم أبحاث إدارية.", "1746", "+F058"),
    (ARABIC + "أحدثت سنة 2024 ثلاث فرق للشرطة السينوتقنية.", "ثلاث", "+F050"),
    # another currency; the years of something that lasts
    (ENGLISH + "The scholarship is worth 10,000 euros a year.", "10,000", "-F117"),
    (FRENCH + "La bourse d'excellence (10 000 DH par an, cinq ans) est versée.", "cinq", "+F118"),
    # one city's police, one month
    (
        "Novembre à Marrakech\n\nÀ Marrakech, la préfecture de police a traité en novembre 2024 des affaires. "
        "Les vols avec violence y ont baissé de 18 %.",
        "18 %",
        "?",
    ),
    ("Oujda police\n\nPolice in Oujda had a calm 2024. Car theft fell 31% in the city.", "31%", "?"),
    ("أمن فاس: حصيلة 2024\n\nسجلت ولاية أمن فاس هذه السنة تراجعا. وانخفضت سرقة السيارات بـ9 في المائة.", "9", "?"),
    (
        "Tanger\n\nLa sûreté régionale de Tanger a fait ses comptes de 2024. Les cambriolages y ont reculé de 22 %.",
        "22 %",
        "?",
    ),
    # what is aimed at isn't what was reached
    (ARABIC + "تمنح المؤسسة 12 طالبا منحة دراسية، وتطمح إلى بلوغ 60 مستفيدا في السنة.", "60", "+F120"),
    # others, and other things
    (FRENCH + "La Fondation Mohammed V a, elle, aidé 12 000 veuves.", "12 000", "?"),
    (FRENCH + "Sa brigade canine compte 5 chiens.", "5", "?"),
    (ENGLISH + "The accounts have 1,197,335 followers.\nMy cat has 12 followers.", "12", "?"),
    (ENGLISH + "Six drones crashed in training.", "Six", "?"),
    (ARABIC + "حجت والدتها مع 365 من أسرة الأمن، وهي أسرة شهيد.", "365", "+F108"),
    ("Vols à main armée : le bilan 2024 de la DGSN\n\nLes vols sous la menace ont baissé de 24 %.", "24 %", "+F025"),
    (
        "Kenitra school diary, 2024\n\nIts 12 students are from Senegal.\n\nThe DGSN's drones: 26 systems in 2024.",
        "26",
        "+F040",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "number", "said"), CASES)
def test_a_number_is_told_of_by_what_stands_beside_it(text: str, number: str, said: str) -> None:
    """`+F001` is confirmed of that row, `-F001` contradicted, `?` not judged."""
    place = text.rindex(number)
    claim = next(claim for claim in check(text, language="en", day=DAY) if claim.start <= place < claim.end)
    verdict = str(claim.verdict)
    assert (
        (verdict == "unknown")
        if said == "?"
        else (verdict, claim.indicator)
        == (
            "confirmed" if said[0] == "+" else "contradicted",
            said[1:],
        )
    ), (verdict, claim.indicator, claim.reason_code)
