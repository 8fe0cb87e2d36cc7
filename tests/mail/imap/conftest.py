from collections.abc import Callable
from typing import Any

import pytest

from core.mail.imap import fetcher
from core.mail.imap.sync import SyncReport
from tests.mail.dovecot import Account

NAME = "essai"


@pytest.fixture
def read(settings: Any, mail_account: Account) -> Callable[..., SyncReport]:
    """`read(archive="")`: one pass over the test's own mailbox, whose settings may be changed."""

    def one_pass(**changes: str) -> SyncReport:
        settings.MAILBOXES = {NAME: mail_account.settings(**changes)}
        return fetcher.sync_once(NAME)

    return one_pass
