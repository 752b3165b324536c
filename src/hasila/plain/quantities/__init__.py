"""Reads the numbers of press text in Arabic, French and English: spans, values, units, qualifiers, what is no claim.

>>> [(q.text, q.value, q.unit) for q in read("ناقص 24 بالمائة من أربعة ملايين و696 ألفا و69 بطاقة")]
[('ناقص 24 بالمائة', Decimal('-24'), '%'), ('أربعة ملايين و696 ألفا و69', Decimal('4696069'), '')]
"""

from hasila.plain.quantities.model import Kind, Qualifier, Quantity
from hasila.plain.quantities.reading import read

__all__ = ["Kind", "Qualifier", "Quantity", "read"]
