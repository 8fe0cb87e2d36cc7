"""Items of mail and their path; what leaves and comes back; what the mail office sets.

In reading order: `office`, `items`, `exchange`.
"""

from mailroom.models.exchange import Answer, ItemFile, Reply
from mailroom.models.items import (
    ADDRESS_LENGTH,
    ANSWER_LENGTH,
    NAME_LENGTH,
    REASON_LENGTH,
    SUBJECT_LENGTH,
    TEXT_LENGTH,
    Channel,
    Gesture,
    Item,
    Movement,
    NumberSeries,
    State,
)
from mailroom.models.office import (
    TOKENS,
    AcknowledgementText,
    Elimination,
    Fate,
    ItemKind,
    QuietedSender,
    RegisterAddress,
    ServiceContact,
)

__all__ = [
    "ADDRESS_LENGTH",
    "ANSWER_LENGTH",
    "NAME_LENGTH",
    "REASON_LENGTH",
    "SUBJECT_LENGTH",
    "TEXT_LENGTH",
    "TOKENS",
    "AcknowledgementText",
    "Answer",
    "Channel",
    "Elimination",
    "Fate",
    "Gesture",
    "Item",
    "ItemFile",
    "ItemKind",
    "Movement",
    "NumberSeries",
    "QuietedSender",
    "RegisterAddress",
    "Reply",
    "ServiceContact",
    "State",
]
