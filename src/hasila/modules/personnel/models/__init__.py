"""The module's records and procedures, gathered where Django looks for them."""

from hasila.modules.personnel.models.discipline import Discipline
from hasila.modules.personnel.models.discipline_file import DisciplinaryFile
from hasila.modules.personnel.models.grievance import Grievance
from hasila.modules.personnel.models.grievance_file import GrievanceFile
from hasila.modules.personnel.models.hearing import Hearing, HearingRequest
from hasila.modules.personnel.models.promotion import Promotion
from hasila.modules.personnel.models.promotion_file import PromotionFile
from hasila.modules.personnel.models.protection import ProtectionFile, StateProtection
from hasila.modules.personnel.models.qualification import Qualification, QualificationFile
from hasila.modules.personnel.models.reinstatement import Reinstatement, ReturnToService
from hasila.modules.personnel.models.training import Training, TrainingEnrolment
from hasila.modules.personnel.models.transfer import Transfer, TransferRequest

__all__ = [
    "DisciplinaryFile",
    "Discipline",
    "Grievance",
    "GrievanceFile",
    "Hearing",
    "HearingRequest",
    "Promotion",
    "PromotionFile",
    "ProtectionFile",
    "Qualification",
    "QualificationFile",
    "Reinstatement",
    "ReturnToService",
    "StateProtection",
    "Training",
    "TrainingEnrolment",
    "Transfer",
    "TransferRequest",
]
