"""The signals of mail, each sent inside the transaction of what it speaks of; apps above listen."""

from django.dispatch import Signal

# A mail that names two inboxes has become a row in each: `mail=`, `agent=` (the sender),
# `first=`, `second=`.
mail_shared = Signal()

# A mail of ours did not arrive, and is not tried again: `mail=` (OutgoingMail).
mail_lost = Signal()

# Mails to an address have come back too often: `trouble=` (AddressTrouble) and `owner=` (the agent whose address it is,
# or None).
address_failing = Signal()
