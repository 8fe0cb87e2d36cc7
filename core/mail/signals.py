"""What the mail says to whoever listens, above."""

from django.dispatch import Signal

# With `alarm=` (core.mail.models.Alarm) and `text=`, in the transaction that keeps what is told: the alarm begins or
# goes on (a quarantine, each day), the alarm is over.
alarm_rang = Signal()
alarm_ended = Signal()

# With `trouble=` (core.mail.models.AddressTrouble) and `owner=` (the agent whose address it is, or None), in the
# transaction that counts the error: mails to this address have come back too often.
address_failing = Signal()
