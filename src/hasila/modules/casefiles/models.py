"""The module's records and procedures, gathered where Django looks for them."""

from hasila.modules.casefiles.case_file import CaseFile
from hasila.modules.casefiles.case_files import CaseFiles
from hasila.modules.casefiles.parties import Parties, Party
from hasila.modules.casefiles.rollout import Rollout, Switch

__all__ = ["CaseFile", "CaseFiles", "Parties", "Party", "Rollout", "Switch"]
