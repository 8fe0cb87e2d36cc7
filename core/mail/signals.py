"""The signals of mail, each sent inside the transaction of what it speaks of; `receivers.py` and apps above listen."""

from django.dispatch import Signal

# Its rubric has taken a mail that names one of our addresses, and says what to tell the sender:
# `mail=`, `agent=` (the sender), `acknowledgement=`.
mail_filed = Signal()

# A mail that names two inboxes has become a row in each: `mail=`, `agent=` (the sender),
# `first=`, `second=`.
mail_shared = Signal()

# A mail that names one of our addresses is refused, held, or put in quarantine with an answer to its sender: `mail=`,
# `message=`, `address=` (where to answer), `reason=`, and `sentence=`, `button=`, `url=`, each empty or the rubric's.
mail_refused = Signal()

# A mail of ours did not arrive, and is not tried again: `mail=` (OutgoingMail).
mail_lost = Signal()

# Mails to an address have come back too often: `trouble=` (AddressTrouble) and `owner=` (the agent whose address it is,
# or None).
address_failing = Signal()
