"""The admin of mail: mails that left, mails that arrived, failing addresses, background jobs."""

from core.mail.admin.addresses import AddressTroubleAdmin
from core.mail.admin.incoming import IncomingMailAdmin
from core.mail.admin.outgoing import JobAdmin, OutgoingMailAdmin

__all__ = ["AddressTroubleAdmin", "IncomingMailAdmin", "JobAdmin", "OutgoingMailAdmin"]
