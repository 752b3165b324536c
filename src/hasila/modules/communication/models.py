"""The module's models, gathered where Django looks for them."""

from hasila.modules.communication.checked import CheckedText
from hasila.modules.communication.items import PublishedItem, PublishedItems
from hasila.modules.communication.statements import FactStatement, FactStatements

__all__ = ["CheckedText", "FactStatement", "FactStatements", "PublishedItem", "PublishedItems"]
