from collections.abc import Callable
from typing import Any

import pytest

from core.mail.fetching import fetcher
from core.mail.fetching.passes import Report
from tests.mail.dovecot import Account

NAME = "essai"


@pytest.fixture
def read(settings: Any, mail_account: Account) -> Callable[..., Report]:
    """`read(archive="")`: one pass over the test's own mailbox, whose settings may be changed."""

    def one_pass(**changes: str) -> Report:
        settings.MAILBOXES = {NAME: mail_account.settings(**changes)}
        return fetcher.once(NAME)

    return one_pass
