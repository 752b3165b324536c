"""The refusals of a reading."""

from django.utils.translation import gettext_lazy as _

from hasila.kernel.refusals import Refusal


def no_case() -> Refusal:
    """The law asks for the reference of a case beside this purpose."""
    return Refusal("readings.no_case", _("For this purpose, give the reference of the case."), field="case", status=422)


def wrong_case(most: int) -> Refusal:
    """The reference of a case is too long or holds characters that mislead a reader."""
    return Refusal(
        "readings.wrong_case",
        _("The reference of a case has %(most)s characters at most, and no control characters."),
        field="case",
        status=422,
        most=most,
    )
