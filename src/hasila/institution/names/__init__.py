"""Names of people. The makers of synthetic people moved to `hasila.institution.synthetic`."""

from hasila.institution.synthetic import Identity, card_number, identity, people

__all__ = ["Identity", "card_number", "identity", "people"]
