"""Names of people, companies and other bodies: how alike two are, in Arabic and in Latin letters, and why.

`similarity` gives a number, `compare` the parts behind it and the words for them. Neither knows anything of the
people who bear the names: the score is of the likeness of two names.
"""

from hasila.institution.names.commonness import Commonness
from hasila.institution.names.comparing import DECISION, Comparison, Pair, compare, similarity
from hasila.institution.names.words import reasons

__all__ = ["DECISION", "Commonness", "Comparison", "Pair", "compare", "reasons", "similarity"]
