"""The claim checker: what the numbers of a text claim, held against the register of published figures."""

from hasila.modules.communication.checker.checking import check
from hasila.modules.communication.checker.claims import Claim, Verdict

__all__ = ["Claim", "Verdict", "check"]
