"""What the intranet answers by itself to a mail that it received."""

from core.mail.autoreply.acknowledgements import acknowledge
from core.mail.autoreply.refusals import refuse

__all__ = ["acknowledge", "refuse"]
