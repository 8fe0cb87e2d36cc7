"""Kinds that the mail office sets (`office`); items of mail, their path, what leaves and comes back (`items`)."""

from mailroom.models.items import (
    ADDRESS_LENGTH,
    ANSWER_LENGTH,
    NAME_LENGTH,
    NOTE_LENGTH,
    REASON_LENGTH,
    SUBJECT_LENGTH,
    TEXT_LENGTH,
    Answer,
    AnswerChannel,
    Channel,
    Gesture,
    Item,
    ItemFile,
    Movement,
    Note,
    NumberSeries,
    PendingAnswer,
    Reply,
    Scan,
    State,
)
from mailroom.models.office import (
    AcknowledgementText,
    AnswerText,
    Elimination,
    Fate,
    ItemKind,
    QuietedSender,
    RegisterAddress,
    ServiceContact,
)
