"""The module's records and procedures, gathered where Django looks for them."""

from hasila.modules.oversight.emergencies import Emergency, EmergencyAccess
from hasila.modules.oversight.withholding import Watch, WatchedPerson, Withholding, WithholdingOrder

__all__ = ["Emergency", "EmergencyAccess", "Watch", "WatchedPerson", "Withholding", "WithholdingOrder"]
