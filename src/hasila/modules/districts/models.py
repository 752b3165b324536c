"""The module's records and procedures, gathered where Django looks for them."""

from hasila.modules.districts.appointments import Appointment, Appointments
from hasila.modules.districts.certificates import CertificateRequest, Certificates
from hasila.modules.districts.child_files import ChildFile, ChildFiles
from hasila.modules.districts.complaints import Complaint, Complaints
from hasila.modules.districts.day_log import DayLog, LogEntry
from hasila.modules.districts.denunciations import Denunciation, Denunciations
from hasila.modules.districts.duty import DutyRoster, DutyShift
from hasila.modules.districts.found_objects import FoundObject, FoundObjects
from hasila.modules.districts.incidents import Incident, Incidents
from hasila.modules.districts.judicial_papers import JudicialPaper, JudicialPapers
from hasila.modules.districts.losses import Loss, Losses
from hasila.modules.districts.samples import AuditSample, Samples, Verdict, Verdicts
from hasila.modules.districts.summonses import Summons, Summonses
from hasila.modules.districts.victim_files import VictimFile, VictimFiles

__all__ = [
    "Appointment",
    "Appointments",
    "AuditSample",
    "CertificateRequest",
    "Certificates",
    "ChildFile",
    "ChildFiles",
    "Complaint",
    "Complaints",
    "DayLog",
    "Denunciation",
    "Denunciations",
    "DutyRoster",
    "DutyShift",
    "FoundObject",
    "FoundObjects",
    "Incident",
    "Incidents",
    "JudicialPaper",
    "JudicialPapers",
    "LogEntry",
    "Loss",
    "Losses",
    "Samples",
    "Summons",
    "Summonses",
    "Verdict",
    "Verdicts",
    "VictimFile",
    "VictimFiles",
]
