"""The inbox of the register, open to all: « mairie@… »."""

from core.mail import registry
from core.mail.registry import Inbox
from mailroom.access import is_mail_office
from mailroom.mail_in import answer, begin, may_read_one

COURRIER = registry.register(
    Inbox(
        name="courrier",
        label="Bureau du courrier",
        begin=begin,
        answer=answer,
        begin_public=begin,
        answer_public=answer,
        may_read=is_mail_office,
        may_read_one=may_read_one,
        models=("mailroom.Item",),
        is_confidential=True,
    )
)
