"""Alarms by another path: sent once, by a real conversation, and no harm when it fails."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core.checks import run_checks
from django.utils import timezone

from core.mail.models import Alarm, AlarmTelling
from core.mail.monitoring import fallback_delivery, watch_loop
from tests.mail.smtp import Sink

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def sink(settings: Any, smtp_server: tuple[Sink, int]) -> Sink:
    """Elsewhere: a real server, that is not the town's."""
    found, port = smtp_server
    found.reset()
    settings.TRIAL = False
    settings.MAIL_ALARM_TO = ["astreinte@ailleurs.example", "dsi@ailleurs.example"]
    settings.MAIL_ALARM_SMTP_URL = f"smtp://127.0.0.1:{port}"
    return found


@pytest.fixture
def telling(db: None) -> AlarmTelling:
    alarm = Alarm.objects.create(kind=Alarm.Kind.LOST, text="3 messages n’ont pas pu partir.")
    return AlarmTelling.objects.create(alarm=alarm, text=alarm.text, told_at=NOW)


def tries(telling: AlarmTelling) -> tuple[int, bool]:
    telling.refresh_from_db()
    return telling.tries, telling.sent_elsewhere_at is not None


def test_an_alarm_goes_once_to_all_with_an_empty_envelope(sink: Sink, telling: AlarmTelling) -> None:
    for _ in range(2):
        fallback_delivery.send_due(at=NOW)
    [delivery] = sink.deliveries
    assert delivery.sender == ""
    assert delivery.recipients == ("astreinte@ailleurs.example", "dsi@ailleurs.example")
    assert delivery.message["Auto-Submitted"] == "auto-generated"
    assert telling.text in delivery.message.get_content()
    assert tries(telling) == (1, True)


@pytest.mark.parametrize(
    ("kind", "is_end", "subject"),
    [
        ("lost", False, "Courrier : messages qui n’ont pas pu partir"),
        ("backup", False, "Intranet : sauvegarde à vérifier"),
        ("worker", True, "Intranet : c’est rétabli"),
    ],
)
def test_the_subject_says_what_is_wrong(
    settings: Any, sink: Sink, telling: AlarmTelling, kind: str, is_end: bool, subject: str
) -> None:
    Alarm.objects.update(kind=kind)
    AlarmTelling.objects.update(is_end=is_end)
    fallback_delivery.send_due(at=NOW)
    [delivery] = sink.deliveries
    assert delivery.message["Subject"].replace("\u00a0", " ") == f"[{settings.TOWN_NAME}] {subject}"


def test_a_refusal_is_noted_and_tried_again_later(sink: Sink, telling: AlarmTelling) -> None:
    sink.answer_to_data = "451 plus tard"
    for minutes in (0, 1, 2, 3):
        fallback_delivery.send_due(at=NOW + timedelta(minutes=minutes))
    assert tries(telling) == (2, False)
    assert "plus tard" in telling.error
    sink.answer_to_data = "250 bien"
    fallback_delivery.send_due(at=NOW + timedelta(minutes=10))
    assert tries(telling) == (3, True)
    assert telling.error == ""


def test_a_server_that_is_away_stops_nothing_and_is_given_up(
    settings: Any, sink: Sink, telling: AlarmTelling
) -> None:
    settings.MAIL_ALARM_SMTP_URL = "smtp://127.0.0.1:9"
    for hours in range(10):
        fallback_delivery.send_due(at=NOW + timedelta(hours=hours))
    assert tries(telling) == (len(fallback_delivery.WAITS), False)
    watch_loop.run_once()


def test_a_password_never_travels_in_the_clear_nor_reaches_the_logs(
    settings: Any, sink: Sink, telling: AlarmTelling, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    settings.MAIL_ALARM_SMTP_URL = settings.MAIL_ALARM_SMTP_URL.replace(
        "smtp://", "smtp://compte:secret-secret@"
    )
    fallback_delivery.send_due(at=NOW)
    assert tries(telling) == (1, False)
    assert "chiffrement" in telling.error
    assert "secret-secret" not in telling.error + caplog.text


def test_what_a_server_gives_back_is_struck_out(settings: Any) -> None:
    settings.MAIL_ALARM_SMTP_URL = "smtps://compte:p%40sse-mot@h"
    said = fallback_delivery.without_secrets(
        "535 AGNvbXB0ZQBwQHNzZS1tb3Q= p@sse-mot p%40sse-mot cEBzc2UtbW90"
    )
    assert said == "535 … … … …"


@pytest.mark.parametrize("name", ["MAIL_ALARM_TO", "MAIL_ALARM_SMTP_URL"])
def test_nothing_leaves_when_it_is_not_set(
    settings: Any, sink: Sink, telling: AlarmTelling, name: str
) -> None:
    setattr(settings, name, [] if name == "MAIL_ALARM_TO" else "")
    fallback_delivery.send_due(at=NOW)
    assert tries(telling) == (0, False)


@pytest.mark.parametrize(
    ("to", "url", "expected"),
    [
        ([], "", []),
        (["a@b.example"], "smtps://c:m@h:465", []),
        (["a@b.example"], "", ["mail.W010"]),
        ([], "smtps://h", ["mail.W010"]),
        (["a@b.example"], "http://h", ["mail.E010"]),
        (["a@b.example"], "smtp://h:99999999", ["mail.E010"]),
        (["a@b.example"], "smtp://[", ["mail.E010"]),
    ],
)
def test_the_settings_are_checked(settings: Any, to: list[str], url: str, expected: list[str]) -> None:
    settings.MAIL_ALARM_TO, settings.MAIL_ALARM_SMTP_URL = to, url
    found = [message.id for message in run_checks() if (message.id or "").endswith("010")]
    assert found == expected
