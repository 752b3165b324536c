"""Duals that hold what they count: «فرقتين», «مركزان». Plurals in ين («مستفيدين») look the same and are left alone."""

from __future__ import annotations

from hasila.plain.quantities.lexicon import word_set
from hasila.plain.texts import fold

_FEMININE = (fold("تين"), fold("تان"))
_WITH_ARTICLE = ("ال", "لل", "بال", "وال", "فال", "كال", "وبال", "ولل", "فلل", "فبال")
_ENDINGS = (fold("ين"), fold("ان"))

# Nouns whose plural is broken, or a plural in ات: with ين or ان they can only be two.
_NOUNS = word_set(
    """
    مركز بحث شخص طفل رجل شهر يوم أسبوع عام جهاز مسدس سلاح قتيل جريح مشروع نظام برنامج مقر مختبر حساب ملف
    طلب بلاغ تطبيق قطب مخيم تلميذ ضابط كلب هاتف حاسوب مكتب قسم فريق فوج ميناء مطار معبر موقع حي شارع
    منزل محل مستودع فندق مصرف بنك معهد كاتب كتاب قرار قانون مرسوم اتفاق بروتوكول عقد اجتماع لقاء مؤتمر
    منتدى ملتقى معرض حفل تمرين تدريب زورق قارب مركب طرد كيس صندوق لتر كيلومتر متر هكتار إطار عنصر نموذج
    مستشفى رضيع زوج سجن حاجز مسلك طريق خط رقم محتوى منشور مقطع فيديو حادث اعتداء هجوم مخطط تنظيم مخزن
    محجز نفق جسر فرع صنف نوع هدف مؤشر محور سبب بديل مصدر شريك بلد جزء شطر قطاع ناد ملعب مسجد متحف باب
    طابق دور حزب وزير طبيب أستاذ طالب عميد عقيد نائب حكم تقرير كتيب منبر ريبورتاج إصدار بيان تذكير نشاط
    عرض رواق زائر مدفع قرص هيكل
    """
)
# People whose plural ends in ون and ين: two of them only with ان.
_PEOPLE = word_set(
    """
    شرطي موظف مشتبه مستفيد متهم موقوف معتقل مهاجر لاعب سائق قاصر مسؤول مهندس مدرب مفتش متقاعد مجرم مهرب
    مروج متورط سائح مواطن مصاب متسلل محامي عامل صحافي صحفي جندي مصور أجنبي مغربي جزائري فرنسي إسباني
    فلسطيني تونسي حارس مرشح منخرط مسافر راكب شاهد دركي عسكري إفريقي قاضي مرتكب مطلوب معني منحرف جاني جان
    مشجع
    """
)
# Words in تين and تان that are no duals.
_OTHERS = word_set(
    """
    تين بساتين بستان شتان فستان فساتين متان رتان كتان بهتان موتان وتين سراتين أرجنتين الأرجنتين فلسطين
    كريستين مارتين قسنطين عثمان تركستان باكستان أفغانستان كازاخستان طاجكستان أوزبكستان قرغيزستان
    تركمانستان كردستان داغستان لوتين روتين بروتين نيكوتين كرياتين سكرتين مستان متين مقيتين ميتين مئتين
    مائتين مئتان مائتان هاتين هاتان اللتين اللتان كلتان اثنتين اثنتان ثنتين ثنتان بيروتين شيطان سلطان
    قبطان حيتان زيتان ثابتين صامتين مثبتين بنتان ممتان ثلثان
    """
)
# Feminine nouns, without their ending, that ب, ل, ك or ف may be glued to.
_FEMININE_STEMS = word_set(
    """
    فرق وحد قضي مصلح دائر منطق بطاق وثيق تأشير رخص خلي عملي سيار دراج طائر شاحن مدين جه ولاي عمال مدرس
    جمعي مؤسس سن مر ساع مرحل اتفاقي جلس لجن عقوب توصي شكاي كامير منظوم قاع قنا منص شرك امرأ فتا تلميذ
    شرطي موظف جريم سرق حال محاول دور نسخ درج رتب نقط زيار حمل شبك عصاب حقيب علب رزم قطع صفيح بندقي كتيب
    فئ فتر بعث محكم نياب خدم حاف مركب بناي قرين تهم ضحي طفل بني ثكن مفوضي هيئ إدار مديري لائح ورق دوري
    باخر سفين هج آل أل مسطر مبادر حصيل وسيل وظيف وكال وجه ورش وديع
    """
)
# In the construct state: «فرقتي تدخل», «مصلحتا حوادث».
_CONSTRUCTED = word_set("فرقت مصلحت دائرت خليت كتيبت طائرت سيارت")
_CONSTRUCT = ("تي", "تا")
_BEGIN_WITH_WAW = word_set("وحد وثيق ورق ولاي وجه وسيل وظيف وكال وديع ورش واجه وصف وقف واقع وضعي وزار وسط")


def dual_cut(word: str, before: str) -> int | None:
    """How many letters stand glued before a dual noun, or None where the word is none.

    `before` is the word before: a dual right behind a dual is its adjective («فرقتين متنقلتين»).
    """
    cut = _cut(word) if len(word) >= 5 else None
    return None if cut == 0 and _cut(before) is not None else cut


def _cut(word: str) -> int | None:
    """The letters glued before a dual, whatever stands before it."""
    if word.endswith(_CONSTRUCT) and word[:-1].lstrip("وب") in _CONSTRUCTED:
        return len(word[:-1]) - len(word[:-1].lstrip("وب"))
    if not word.endswith(_ENDINGS) or word.startswith(_WITH_ARTICLE):
        return None
    cut = 0
    if (word[0] in "وف" and _known(word[1:])) or (word[0] == "و" and word[:-3] not in _BEGIN_WITH_WAW):
        cut = 1
    if word[cut : cut + 1] and word[cut] in "بلكف" and _known(word[cut + 1 :]):
        cut += 1
    return cut if _is_dual(word[cut:]) else None


def _known(word: str) -> bool:
    if word.endswith(_FEMININE) and word[:-3] in _FEMININE_STEMS:
        return True
    return word.endswith(_ENDINGS) and (word[:-2] in _NOUNS or (word[-2] == "ا" and word[:-2] in _PEOPLE))


def _is_dual(word: str) -> bool:
    if word in _OTHERS or word.startswith("ال") or len(word) < 5:
        return False
    return _known(word) or (word.endswith(_FEMININE) and len(word) >= 6)
