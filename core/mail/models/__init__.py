from core.mail.models.addresses import (
    AddressTrouble,
    AutomaticReply,
    Bounce,
    InlineImage,
)
from core.mail.models.incoming import IncomingMail, RawContent, Reason, State, Trust
from core.mail.models.mailboxes import Mailbox
from core.mail.models.outgoing import Envelope, OutgoingFile, OutgoingMail, ReplyAddress

__all__ = [
    "AddressTrouble",
    "AutomaticReply",
    "Bounce",
    "Envelope",
    "IncomingMail",
    "InlineImage",
    "Mailbox",
    "OutgoingFile",
    "OutgoingMail",
    "RawContent",
    "Reason",
    "ReplyAddress",
    "State",
    "Trust",
]
