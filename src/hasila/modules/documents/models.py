"""The module's records and procedures, gathered where Django looks for them."""

from hasila.modules.documents.campaigns import Campaign, EnrolmentCampaign
from hasila.modules.documents.card_requests import CardRequest
from hasila.modules.documents.cards import Card
from hasila.modules.documents.mobile_units import MobileUnit, MobileUnitService

__all__ = ["Campaign", "Card", "CardRequest", "EnrolmentCampaign", "MobileUnit", "MobileUnitService"]
