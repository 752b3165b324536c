"""The institution's models, gathered where Django looks for them."""

from hasila.institution.accounts import Account
from hasila.institution.career import Career, Officer
from hasila.institution.mandates import Mandate
from hasila.institution.notices import Notice
from hasila.institution.people import Grade, Person
from hasila.institution.posts import Post
from hasila.institution.powers import Mandates
from hasila.institution.units import Unit

__all__ = ["Account", "Career", "Grade", "Mandate", "Mandates", "Notice", "Officer", "Person", "Post", "Unit"]
