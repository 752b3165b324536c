"""The module's records and procedures, gathered where Django looks for them."""

from hasila.modules.inspection.audits import Audit, AuditVisit
from hasila.modules.inspection.inquiries import Inquiry
from hasila.modules.inspection.inquiry_files import InquiryFile

__all__ = ["Audit", "AuditVisit", "Inquiry", "InquiryFile"]
