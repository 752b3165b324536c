"""The institution's models, gathered where Django looks for them."""

from hasila.institution.accounts import Account
from hasila.institution.career import Career, Officer
from hasila.institution.figures.editions import PublishedFigure
from hasila.institution.forgotten import FORGOTTEN
from hasila.institution.mandates import Mandate
from hasila.institution.notices import Notice
from hasila.institution.people import Grade, Person
from hasila.institution.persons import PersonFile, Persons
from hasila.institution.posts import Post
from hasila.institution.powers import Mandates
from hasila.institution.recovery import Recovery, RecoveryRequest
from hasila.institution.sessions import Session
from hasila.institution.throttle import SignInTry
from hasila.institution.units import Unit

__all__ = [
    "FORGOTTEN",
    "Account",
    "Career",
    "Grade",
    "Mandate",
    "Mandates",
    "Notice",
    "Officer",
    "Person",
    "PersonFile",
    "Persons",
    "Post",
    "PublishedFigure",
    "Recovery",
    "RecoveryRequest",
    "Session",
    "SignInTry",
    "Unit",
]
