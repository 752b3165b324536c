"""Texts of Django that stand in our refusals: here they are gathered, so that the catalogues say them in our words."""

from django.utils.translation import gettext_noop as _

TEXTS = (
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("“%(value)s” value must be a decimal number."),
)
