"""Duals that hold what they count: «فرقتين», «مركزان». Plurals in ين («مستفيدين») look the same and are left alone."""

from __future__ import annotations

from hasila.plain.quantities.lexicon import word_set
from hasila.plain.texts import fold

_FEMININE = (fold("تين"), fold("تان"))
_MASCULINE = (fold("ين"), fold("ان"))

# Nouns whose plural is broken, or a plural in ات: with ين or ان they can only be two.
_NOUNS = word_set(
    """
    مركز بحث شخص طفل رجل شهر يوم أسبوع عام جهاز مسدس سلاح قتيل جريح مشروع نظام برنامج مقر مختبر حساب ملف طلب
    بلاغ تطبيق قطب مخيم تلميذ ضابط شرطي كلب هاتف حاسوب مكتب قسم فريق فوج ميناء مطار معبر موقع حي شارع منزل
    محل مستودع فندق مصرف بنك معهد كاتب كتاب قرار قانون مرسوم اتفاق بروتوكول عقد اجتماع لقاء مؤتمر منتدى
    ملتقى معرض حفل تمرين تدريب زورق قارب مركب طرد كيس صندوق كيلوغرام غرام طن قنطار درهم لتر كيلومتر متر
    هكتار قاض محام إطار عنصر مشروع نموذج مستشفى مصاب رضيع زوج أخ ابن مواطن أجنبي سجن حاجز مسلك طريق خط رقم
    محتوى منشور مقطع فيديو حادث اعتداء هجوم مخطط تنظيم مخزن محجز نفق جسر فرع صنف نوع هدف تحد مؤشر محور سبب
    عامل بديل مصدر شريك بلد جزء شطر قطاع نادي ملعب مسجد متحف باب قاصر جهة سائح متسلل زوجين
    """
)
# Words in تين and تان that are no duals.
_OTHERS = word_set(
    """
    تين بساتين بستان شتان فستان فساتين متان رتان كتان بهتان موتان وتين سراتين أرجنتين الأرجنتين فلسطين
    كريستين مارتين قسنطين عثمان تركستان باكستان أفغانستان كازاخستان طاجكستان أوزبكستان قرغيزستان تركمانستان
    كردستان داغستان لوتين روتين بروتين نيكوتين كرياتين سكرتين مستان متين مقيتين ميتين مئتين مائتين مئتان
    مائتان هاتين هاتان اللتين اللتان كلتان اثنتين اثنتان ثنتين ثنتان بيروتين شيطان سلطان قبطان حيتان زيتان
    ثابتين صامتين مثبتين بنتان ممتان ثلثان
    """
)
# What can stand before a dual adjective: the noun's own dual has been read then.
_ADJECTIVE_AFTER = frozenset((*_FEMININE, *_MASCULINE))
_PREFIXES = "وفبلك"


def dual_cut(word: str, before: str) -> int | None:
    """How many letters stand glued before a dual noun, or None where the word is none.

    `before` is the word before: a dual right behind a dual is its adjective («فرقتين متنقلتين»).
    """
    if not word.endswith(("ين", "ان")) or len(word) < 5:
        return None
    if _is_dual(before) or any(_is_dual(before[cut:]) for cut in (1, 2)):
        return None
    for cut in (0, 1, 2):
        if cut and (word[cut - 1] not in _PREFIXES or (cut == 2 and word[0] not in "وف")):
            return None
        if _is_dual(word[cut:]) and not (cut == 0 and word[0] in _PREFIXES and _known(word[1:])):
            return cut
    return None


def _known(word: str) -> bool:
    return word.endswith(_MASCULINE) and word[:-2] in _NOUNS


def _is_dual(word: str) -> bool:
    if word in _OTHERS or word.startswith("ال") or len(word) < 5:
        return False
    if _known(word):
        return True
    return word.endswith(_FEMININE) and len(word) >= 6
