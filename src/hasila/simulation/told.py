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
MAGISTRATE = "نائب وكيل الملك"
