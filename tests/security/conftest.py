"""The people, records and browser of the pages' tests serve here too."""

from tests.screens.conftest import claim, service, signed_in, town  # noqa: F401
