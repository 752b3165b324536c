"""The module's records and procedures, gathered where Django looks for them."""

from hasila.modules.districts.complaints import Complaint, Complaints

__all__ = ["Complaint", "Complaints"]
