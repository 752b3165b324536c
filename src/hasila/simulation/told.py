"""What is written in the case files of a play: short plausible Arabic, invented, in the words of the service."""

from hasila.modules.casefiles.kinds import ExhibitKind, Measure, RecordKind

# offence: kind of exhibit, in what it is counted, most of it, description
SEIZED: dict[str, tuple[str, str, int, str]] = {
    "drug_use": (ExhibitKind.CANNABIS_RESIN.value, Measure.GRAM.value, 20, "قطعة من مخدر الشيرا"),
    "drug_possession": (ExhibitKind.CANNABIS_RESIN.value, Measure.GRAM.value, 2_500, "صفائح من مخدر الشيرا"),
    "drug_import": (ExhibitKind.CANNABIS_RESIN.value, Measure.KILOGRAM.value, 900, "رزم من مخدر الشيرا"),
    "psychotropics": (ExhibitKind.TABLETS.value, Measure.PIECE.value, 600, "أقراص مهلوسة"),
    "weapon_carrying": (ExhibitKind.BLADE.value, Measure.PIECE.value, 1, "سكين من الحجم الكبير"),
    "theft_weapon": (ExhibitKind.BLADE.value, Measure.PIECE.value, 1, "سكين استعمل في التهديد"),
    "homicide": (ExhibitKind.BLADE.value, Measure.PIECE.value, 1, "سكين عليه آثار دم"),
    "firearms": (ExhibitKind.FIREARM.value, Measure.PIECE.value, 1, "بندقية صيد"),
    "counterfeit_money": (ExhibitKind.MONEY.value, Measure.PIECE.value, 40, "أوراق مالية من فئة 200 درهم"),
    "receiving": (ExhibitKind.PHONE.value, Measure.PIECE.value, 6, "هواتف محمولة"),
    "alcohol_sale": (ExhibitKind.OTHER.value, Measure.PIECE.value, 80, "قنينات خمر"),
    "corruption": (ExhibitKind.MONEY.value, Measure.DIRHAM.value, 5_000, "أوراق مالية"),
}
WRITTEN: dict[RecordKind, str] = {
    RecordKind.HEARING_SUSPECT: "بعد إشعاره بالمنسوب إليه وبحقوقه، صرح المعني بالأمر بشأن ما يلي: {} وهذا تصريحه.",
    RecordKind.HEARING_VICTIM: "تصرح الضحية بما يلي: {} وهذا تصريحها.",
    RecordKind.FINDING: "انتقلنا إلى المكان وعاينا ما يلي: {} وحررنا هذا المحضر.",
}
REFUSALS = ("رفض التوقيع دون ذكر السبب.", "يقول إنه لن يوقع إلا بحضور محاميه.", "ينازع في مضمون التصريح.")
INSTRUCTIONS = (
    "يستمع إلى الشاهد المذكور في المحضر.",
    "تجرى مواجهة بين الطرفين.",
    "يستكمل البحث في هوية المشتبه فيه.",
    "تضم شهادة طبية مفصلة.",
)
FOLLOWED_UP = "تنفيذا لتعليمات النيابة العامة، أنجزنا الإجراءات المطلوبة وضمنا نتيجتها في هذا المحضر."
MAGISTRATE = "نائب وكيل الملك"
JUDGE = "قاضي التحقيق"
LETTERS = (
    "الاستماع إلى الشهود الواردة أسماؤهم في الإنابة وتحرير محضر بتصريح كل واحد منهم.",
    "إجراء معاينة بمكان الوقائع وحجز ما يفيد في إظهار الحقيقة.",
    "تحديد هوية باقي المساهمين والاستماع إليهم.",
)
REFUSED = (
    "الوقائع المعروضة لا تشكل جريمة.",
    "يتعلق الأمر بنزاع مدني يعرض على القضاء المختص.",
    "سبق تسجيل شكاية في الموضوع نفسه.",
    "لم تثبت الوقائع بعد التحريات.",
)
WITHDRAWN = ("أتنازل عن شكايتي بعد الصلح مع المشتكى به.", "أتنازل عن متابعة المشتكى به.")
OUTSIDE = ("دوار أولاد علي", "دوار أيت بوزيد", "السوق الأسبوعي بالجماعة القروية", "الطريق الجهوية خارج المدار الحضري")
BRIGADES = ("المركز الترابي للدرك الملكي", "سرية الدرك الملكي", "مركز الدرك الملكي القروي")
INCIDENTS = {
    "brawl": "شجار بالشارع العام تفرق أطرافه عند وصول الدورية.",
    "injury": "شخص أصيب بوعكة نقل إلى المستشفى.",
    "death": "وفاة طبيعية عوينت بحضور الطبيب.",
    "fire": "حريق بسيط أخمدته الوقاية المدنية.",
    "damage": "سقوط شجرة على سيارة متوقفة.",
    "vulnerable": "شخص مسن تائه أعيد إلى أسرته.",
    "suspicion": "حقيبة متروكة تبين بعد المعاينة أنها فارغة.",
    "other": "إزعاج بسبب أشغال ليلية.",
}
SETTLED = ("لا يستدعي الأمر إجراء آخر.", "سويت الحالة في عين المكان.", "أشعرت المصلحة المختصة.")
LOST = {
    "card": "بطاقة وطنية للتعريف الإلكترونية",
    "passport": "جواز سفر",
    "residence": "بطاقة إقامة",
    "licence": "رخصة سياقة",
    "registration": "شهادة تسجيل مركبة",
    "bank": "بطاقة بنكية",
    "papers": "وثائق دراسية",
    "phone": "هاتف محمول",
    "money": "محفظة نقود",
    "bag": "حقيبة يد",
    "other": "مفاتيح",
}
NOTED = {
    "family_told": "الأخ، بالهاتف",
    "guardian_told": "الأب، بالهاتف",
    "lawyer_contacted": "ذ. أمين البقالي، بالهاتف",
    "prosecutor_told": "نائب وكيل الملك، بالهاتف",
    "social_worker_told": "المساعدة الاجتماعية بالمحكمة",
    "condition": "عادية، دون آثار",
}
