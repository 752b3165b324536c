"""The module's records and procedures, gathered where Django looks for them."""

from hasila.modules.casefiles.attachments import Attachment, Attachments
from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.charges import Charge, Charges
from hasila.modules.casefiles.custody import Custodies, Custody
from hasila.modules.casefiles.custody_visits import CustodyVisit, CustodyVisits
from hasila.modules.casefiles.exchange.tables import Answer, Delivery, LineState
from hasila.modules.casefiles.exhibits import Exhibit, Exhibits
from hasila.modules.casefiles.handovers import Handover, Handovers
from hasila.modules.casefiles.identity_checks import IdentityCheck, IdentityChecks
from hasila.modules.casefiles.minor_retention import MinorRetention, MinorRetentions
from hasila.modules.casefiles.parties import Parties, Party
from hasila.modules.casefiles.referral import Referral
from hasila.modules.casefiles.referrals import Referrals
from hasila.modules.casefiles.rollout import Rollout, Switch
from hasila.modules.casefiles.tasks import Task, Tasks
from hasila.modules.casefiles.things import Thing, Things
from hasila.modules.casefiles.twice import Twice
from hasila.modules.casefiles.uploads import Upload
from hasila.modules.casefiles.written_record import WrittenRecord
from hasila.modules.casefiles.written_records import WrittenRecords

__all__ = [
    "Answer",
    "Attachment",
    "Attachments",
    "CaseFile",
    "CaseFiles",
    "Charge",
    "Charges",
    "Custodies",
    "Custody",
    "CustodyVisit",
    "CustodyVisits",
    "Delivery",
    "Exhibit",
    "Exhibits",
    "Handover",
    "Handovers",
    "IdentityCheck",
    "IdentityChecks",
    "LineState",
    "MinorRetention",
    "MinorRetentions",
    "Parties",
    "Party",
    "Referral",
    "Referrals",
    "Rollout",
    "Switch",
    "Task",
    "Tasks",
    "Thing",
    "Things",
    "Twice",
    "Upload",
    "WrittenRecord",
    "WrittenRecords",
]
