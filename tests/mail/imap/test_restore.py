"""A restored dump forgets the mails taken in after it: they are taken again from the archive, once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.mail.imap import restore
from core.mail.models import IncomingMail
from tests.mail.dovecot import Account
from tests.mail.imap.conftest import NAME
from tests.mail.imap.letters import ARCHIVE, Read, contents, letter
from tests.mail.imap.test_command import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def restored(mail_account: Account, read: Read) -> list[bytes]:
    """Two mails before the dump, three after it, all archived; the database holds the first two."""
    mail_account.deliver(letter("Avant"), letter("Avant aussi"))
    read()
    dumped = [*IncomingMail.objects.values_list("pk", flat=True)]
    mail_account.deliver(letter("Après"), letter("Après aussi"), letter("Le même", "x" * 3000))
    read()
    archived = mail_account.folder(ARCHIVE).messages
    IncomingMail.objects.exclude(pk__in=dumped).delete()
    assert (len(archived), len(contents())) == (5, 2)
    return archived


def again(**ago: int) -> tuple[str, str, str]:
    return run("--again-since", (timezone.localdate() - timedelta(**ago)).isoformat())


def test_an_ordinary_pass_does_not_see_them(restored: list[bytes], read: Read) -> None:
    assert read().taken == 0


@pytest.mark.parametrize("days", [0, 400])
def test_what_came_after_the_dump_is_taken_again_once(
    restored: list[bytes], mail_account: Account, days: int
) -> None:
    assert again(days=days) == (f"{NAME} : 3 messages à reprendre.\n{NAME} : 3 messages pris.", "", "")
    assert contents() == restored
    assert IncomingMail.objects.to_read().count() == 5
    assert sorted(mail_account.folder(ARCHIVE).messages) == sorted(restored)
    assert mail_account.folder().messages == []
    assert again(days=days)[0] == f"{NAME} : aucun message nouveau."
    assert len(contents()) == 5


def test_killed_before_its_pass_nothing_is_lost(
    restored: list[bytes], read: Read, mail_account: Account
) -> None:
    assert restore.put_back(NAME, since=timezone.localdate()) == 3
    assert len(mail_account.folder().messages) == 3
    assert read().taken == 3
    assert contents() == restored


def test_a_day_in_the_future_takes_nothing(restored: list[bytes]) -> None:
    assert again(days=-3)[0] == f"{NAME} : aucun message nouveau."


def test_without_an_archive_the_next_pass_sees_by_itself(
    mail_account: Account, read: Read, settings: Any
) -> None:
    mail_account.deliver(letter("Vélos"), letter("Toits"))
    read(archive="")
    IncomingMail.objects.order_by("-uid")[:1].get().delete()
    assert again(days=0)[0] == f"{NAME} : 1 message pris."
    assert len(contents()) == 2


def test_it_is_one_pass() -> None:
    assert (
        run("--again-since", "2026-11-27", "--watch")[2] == "--again-since et --watch ne vont pas ensemble."
    )
