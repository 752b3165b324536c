"""The module's records and procedures, gathered where Django looks for them."""

from hasila.modules.inspection.audits import Audit, AuditVisit
from hasila.modules.inspection.inquiries import Inquiry, InquiryFile

__all__ = ["Audit", "AuditVisit", "Inquiry", "InquiryFile"]
