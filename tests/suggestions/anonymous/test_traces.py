"""Nothing that is kept leads from an anonymous idea to its author; and what would lead there is seen."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from fpdf import FPDF
from PIL import Image

from core.history.context import action_context
from core.notifications.models import Notification
from core.people.models import Agent
from suggestions.anonymous import actions, views
from suggestions.models import AnonymousDeposit, AnonymousFile, Feedback, FollowUpCode, Idea, Message
from suggestions.proposing import drafts
from suggestions.proposing.actions import propose
from tests import postgres
from tests.suggestions.factories import IdeaFactory

pytestmark = pytest.mark.django_db(transaction=True)
FORM = reverse("suggestions:idea_propose_anonymous")
FOLLOW_UP = reverse("suggestions:follow_up")
ADDRESS = "10.77.66.55"
AGENT = "Navigateur-Zanzibar/7.1"
WORDS = {
    "title": "Un tampon de moins, quetzal",
    "problem": "Trois tampons pour une clé.",
    "proposal": "Un seul, au bureau du fond.",
}

# What a copy of the database, of the files and of the logs would show of whoever sent an idea

# As PostgreSQL and JSON write them.
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?:[+-]\d\d(?::?\d\d)?|Z)?")
EPOCH = re.compile(r"(?<!\d)1[5-9]\d{8}(?:\.\d+)?(?!\d)")


def rows(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def tables() -> list[str]:
    found = rows("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public'")
    return sorted(name for (name,) in found)


def sequences() -> dict[str, int | None]:
    return dict(rows("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"))


def dump() -> dict[str, list[tuple[int, int, str]]]:
    """Each table's rows: the transaction that wrote each, the one that locked or deleted it, and all its columns."""
    return {
        table: sorted(
            (int(xmin), int(xmax), text)
            for xmin, xmax, text in rows(
                f"SELECT xmin::text::bigint, xmax::text::bigint, t::text FROM {table} t"
            )
        )
        for table in tables()
    }


def next_transaction() -> int:
    """Without taking a number."""
    return int(rows("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")[0][0])


def words(snapshot: dict[str, list[tuple[int, int, str]]]) -> set[tuple[str, str]]:
    return {(table, text) for table, lines in snapshot.items() for *_, text in lines}


@dataclass
class Secret:
    """One sending: between which moments and transactions it happened, and what it must not be known by."""

    needles: list[str]
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    first: int = field(default_factory=next_transaction)
    before: set[tuple[str, str]] = field(default_factory=lambda: words(dump()))
    sequences: dict[str, int | None] = field(default_factory=sequences)
    ended: datetime | None = None
    last: int = 0
    used: dict[str, Any] = field(default_factory=dict)

    def end(self) -> None:
        self.ended, self.last = datetime.now(UTC), next_transaction()
        now = sequences()
        self.used = {name: now[name] for name in now if now[name] != self.sequences.get(name)}

    def holds(self, text: str) -> bool:
        """The moment is within this sending."""
        assert self.ended
        for found in MOMENT.findall(text):
            try:
                at = datetime.fromisoformat(found)
            except ValueError:
                continue
            if self.began <= (at if at.tzinfo else at.replace(tzinfo=UTC)) <= self.ended:
                return True
        return any(
            self.began.timestamp() <= float(found) <= self.ended.timestamp() for found in EPOCH.findall(text)
        )


def needles_of(agent: Agent, *others: str) -> list[str]:
    own = [agent.identifiant, agent.email or agent.identifiant, agent.last_name, agent.reference]
    return [*own, *others]


def in_the_database(secrets: list[Secret]) -> list[str]:
    """What the whole database says of these sendings, in sentences; nothing when it is silent."""
    found = []
    snapshot = dump()
    for secret in secrets:
        found += [f"sequence {name} moved to {value}" for name, value in secret.used.items()]
        for table, lines in snapshot.items():
            for xmin, xmax, text in lines:
                if any(secret.first <= number < secret.last for number in (xmin, xmax)):
                    found.append(f"{table}: written or locked by the sending: {text[:200]}")
                if secret.holds(text):
                    found.append(f"{table}: the time of the sending: {text[:200]}")
                if (table, text) not in secret.before and any(
                    named(needle, text) for needle in secret.needles
                ):
                    found.append(f"{table}: names whoever sent it: {text[:200]}")
    return found


def named(needle: str, text: str) -> bool:
    return needle in text or needle.encode().hex() in text


def in_the_files(folder: Path, secrets: list[Secret]) -> list[str]:
    found = []
    for path in folder.rglob("*"):
        written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        content = path.read_bytes() if path.is_file() else b""
        for secret in secrets:
            assert secret.ended
            if path.is_file() and secret.began <= written <= secret.ended:
                found.append(f"{path.name}: written during the sending")
            found += [
                f"{path.name}: holds {n}" for n in secret.needles if n.encode() in content or n in path.name
            ]
    return found


def in_the_servers_log(needles: list[str]) -> list[str]:
    """PostgreSQL writes refused statements whole, with the time."""
    found = []
    for server, folder in postgres._running:
        for log in folder.glob("*.log"):
            text = log.read_text(errors="replace")
            found += [f"{log.name}: {needle}" for needle in needles if needle in text]
        assert server
    return found


# The sending


def pdf(name: str) -> bytes:
    file = FPDF()
    file.set_author(name)
    file.add_page()
    file.set_font("helvetica", size=16)
    file.text(20, 20, "Le formulaire")
    picture = BytesIO()
    exif = Image.Exif()
    exif[0x013B] = name
    Image.new("RGB", (80, 60), "navy").save(picture, "JPEG", exif=exif)
    file.image(picture, 20, 40, 60)
    return bytes(file.output())


def send(client: Client, url: str, data: dict[str, Any]) -> Any:
    return client.post(url, data, REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=AGENT, HTTP_X_FORWARDED_FOR=ADDRESS)


def code_in(page: str) -> str:
    return page.partition("<code>")[2].partition("</code>")[0]


@pytest.fixture
def somebody(author: Agent) -> Agent:
    Agent.objects.filter(pk=author.pk).update(
        identifiant="zquidam", email="zquidam@ville.example", last_name="Zquidamovitch"
    )
    author.refresh_from_db()
    return author


@pytest.fixture
def client(somebody: Agent, signed_in: Callable[[Agent], Client]) -> Client:
    return signed_in(somebody)


@pytest.fixture
def traffic(moderator: Agent, outsider: Agent, signed_in: Callable[[Agent], Client]) -> Callable[[], None]:
    """What others do at the same time, with its times, its sequences and its history."""

    def pass_by() -> None:
        propose(by=outsider, title="Autre chose", problem="Ceci", proposal="Cela")
        drafts.keep(outsider, identity="named", words={"title": "Encore"}, stamp="", key=uuid.uuid4())
        drafts.discard_draft(outsider)
        signed_in(moderator).get(reverse("notifications:notification_list"))
        signed_in(outsider).get(reverse("suggestions:idea_list"))

    return pass_by


def secret(somebody: Agent, client: Client, *more: str) -> Secret:
    session = client.cookies["sessionid"].value
    return Secret(needles_of(somebody, session, ADDRESS, AGENT, *more))


def leave(client: Client, somebody: Agent, **fields: Any) -> tuple[Secret, str]:
    """An anonymous idea, sent from a known session; the first time by an old page, with a file, which is refused."""
    key = str(uuid.uuid4())
    client.get(FORM)
    kept = secret(somebody, client, key, "Zquidam-Rapport")
    file = SimpleUploadedFile("Zquidam-Rapport.pdf", pdf("Zquidamovitch"), "application/pdf")
    send(client, FORM, {**WORDS, "submission_key": key, "files": file, **fields})
    response = send(client, FORM, {**WORDS, "submission_key": key, **fields})
    kept.end()
    assert response.status_code == 200, response.text
    return kept, code_in(response.text)


def tomorrow() -> Any:
    return timezone.localdate() + timedelta(days=1)


@pytest.fixture(autouse=True)
def every_line_is_caught(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


def test_nothing_leads_back(somebody, client, traffic, documents_dir, caplog):
    traffic()
    first, code = leave(client, somebody)
    traffic()
    # While it waits, one table alone holds something of it.
    changed = {table for table, text in words(dump()) - first.before if "quetzal" in text or "piece-" in text}
    assert changed == {"public.suggestions_anonymousdeposit"}
    consulted = secret(somebody, client, code.replace("-", "")[8:], code)
    assert "demain matin" in send(client, FOLLOW_UP, {"code": code}).text
    consulted.end()
    assert actions.release(before=tomorrow()) == 1
    idea = Idea.objects.get(title=WORDS["title"])
    Feedback.objects.create(idea=idea)
    traffic()

    replied = secret(somebody, client, code.replace("-", "")[8:], code)
    page = send(client, FOLLOW_UP, {"code": code, "geste": "repondre", "text": "Au premier étage, quetzal."})
    assert "le groupe la lira demain matin" in page.text
    page = send(client, FOLLOW_UP, {"code": code, "geste": "retour", "change": "yes", "words": "Un peu."})
    assert "Votre retour arrivera demain matin." in page.text
    replied.end()
    guessed = secret(somebody, client, code)
    send(client, FOLLOW_UP, {"code": code[:-1] + ("a" if code[-1] != "a" else "b")})
    guessed.end()
    traffic()
    assert actions.release(before=tomorrow()) == 2
    traffic()

    secrets = [first, consulted, replied, guessed]
    assert in_the_database([first, consulted, replied]) == []
    # A failure is counted by the day; its row is written anew by the daily run.
    FollowUpCode.objects.filter(failures__gt=0).update(failed_on=timezone.localdate() - timedelta(days=1))
    actions.release(before=tomorrow())
    assert in_the_database(secrets) == []
    assert in_the_files(documents_dir, secrets) == []
    assert in_the_servers_log(["quetzal", *first.needles[-3:]]) == []
    assert [record.getMessage() for record in caplog.records if "quetzal" in record.getMessage()] == []
    assert not [record for record in caplog.records if "/idees/proposer" in str(record.args)]

    idea.refresh_from_db()
    assert (idea.author, idea.entered_by, idea.identity) == (None, None, "anonymous")
    assert timezone.localtime(idea.received_at).strftime("%H:%M:%S.%f") == "00:00:00.000000"
    assert not idea.files.exists()
    message = Message.objects.get(idea=idea)
    assert (message.is_from_author, message.written_by) == (True, None)
    assert message.text == "Au premier étage, quetzal."
    assert Feedback.objects.get().change == "yes"
    assert not AnonymousDeposit.objects.exists()
    assert not AnonymousFile.objects.exists()


def test_the_waiting_room_is_swept(client, somebody):
    """Deleted rows keep the number of the transaction that wrote them until the space is given back."""
    leave(client, somebody)
    actions.release(before=tomorrow())
    with connection.cursor() as cursor:
        for table in ("suggestions_anonymousdeposit", "suggestions_anonymousfile"):
            cursor.execute("SELECT pg_relation_size(%s)", [table])
            assert cursor.fetchone() == (0,), table


def write_history(somebody: Agent) -> None:
    with action_context("a proposé l’idée", by=somebody):
        IdeaFactory.create(author=somebody)


def take_a_number(somebody: Agent) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('suggestions_idea_id_seq')")


PLANTED = {
    "a notification": lambda somebody: Notification.objects.create(recipient=somebody, kind="x", url="/"),
    "the history": write_history,
    "the cache": lambda somebody: cache.set(f"rate:{ADDRESS}", 1),
    "a number": take_a_number,
    "the time": lambda _: AnonymousDeposit.objects.update(seen_elsewhere=timezone.now().isoformat()),
    "a locked row": lambda somebody: Agent.objects.filter(pk=somebody.pk).update(function="a envoyé"),
}


@pytest.mark.parametrize("leak", PLANTED.values(), ids=PLANTED)
def test_a_planted_leak_is_found(client, somebody, monkeypatch, leak):
    honest = actions.deposit

    def leaking(**words: Any) -> Any:
        deposited = honest(**words)
        leak(somebody)
        return deposited

    monkeypatch.setattr(views.actions, "deposit", leaking)
    kept, _ = leave(client, somebody)
    actions.release(before=tomorrow())
    assert in_the_database([kept])


def test_the_order_of_the_keys_says_nothing():
    titles = [f"Idée {letter}" for letter in "abcdefghij"]
    orders = set()
    for _ in range(2):
        for title in titles:
            actions.deposit(
                submission_key=uuid.uuid4(), direction=None, title=title, problem="x", proposal="y"
            )
        actions.release(before=tomorrow())
        last = list(Idea.objects.order_by("-pk").values_list("title", flat=True)[:10])[::-1]
        assert sorted(last) == titles
        orders.add(tuple(last))
    assert len(orders | {tuple(titles)}) == 3


def test_a_shared_workstation_keeps_no_minute(client, somebody):
    """Its session notes when it was last used; not here."""
    session = client.session
    session["shared_workstation_seen"] = timezone.now().timestamp() - 300
    session.save()
    kept, _ = leave(client, somebody)
    actions.release(before=tomorrow())
    assert in_the_database([kept]) == []
