"""The desk of the mail: what left, what arrived, addresses in trouble; found by the admin when it starts."""

from core.mail.admin.addresses import AddressTroubleAdmin
from core.mail.admin.incoming import IncomingMailAdmin
from core.mail.admin.outgoing import JobAdmin, OutgoingMailAdmin

__all__ = ["AddressTroubleAdmin", "IncomingMailAdmin", "JobAdmin", "OutgoingMailAdmin"]
