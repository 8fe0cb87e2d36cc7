"""What the intranet answers by itself to a mail that it received."""

from core.mail.answering.acknowledging import acknowledge
from core.mail.answering.refusing import refuse

__all__ = ["acknowledge", "refuse"]
