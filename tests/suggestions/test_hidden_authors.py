"""An author who hides their name, looked for at every door, reader by reader.

An anonymous idea has no author anywhere: see `test_anonymous_traces`.
"""

from __future__ import annotations

import html
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Q
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.documents import actions as document_actions
from core.documents.actions import store_bytes
from core.french import working_day_from
from core.history.context import action_context
from core.mail.autoreply import acknowledge
from core.mail.models import Bounce, IncomingMail, OutgoingMail, State
from core.notifications import digests
from core.notifications.models import Notification
from core.people import secret_addresses
from core.people.models import Agent
from core.search.models import Entry
from core.search.registry import KINDS
from suggestions.comments import actions as comments
from suggestions.evaluation.actions import notify_late, take_under_study
from suggestions.exchange import actions as exchange
from suggestions.ideas.actions import propose_set_aside
from suggestions.ideas.by_mail import WHOLE
from suggestions.ideas.notifications import SET_ASIDE, notify_authors
from suggestions.mail_in import acknowledgement
from suggestions.merging import actions as merging
from suggestions.models import Idea, IdeaFile, LateNotice
from suggestions.pages.feeds import PURPOSE
from suggestions.proposing.actions import amend, enter_for, propose, unsign_files
from tests.addresses import real_path, routes
from tests.answers import refusals_said_once
from tests.documents import samples
from tests.factories import AgentFactory
from tests.suggestions.factories import WORDS, IdeaFactory, idea_in
from tests.suggestions.mailing import received

pytestmark = pytest.mark.django_db

NAME = "Zquidamovitch"
TITLE = "Le quetzal du guichet"
TOLD = {
    "title": TITLE,
    "problem": "Il attend.",
    "proposal": "Le servir.",
    "benefit": "",
    "seen_elsewhere": "",
}
READERS = ["outsider", "administrator", "directory_manager", "co_author"]
# Where people are looked for by their name, whatever they propose.
DIRECTORY = ("directory:", "admin:people_", "admin:directory_")


@dataclass
class Town:
    """An idea with all that happens to one, and who reads it."""

    idea: Idea
    author: Agent
    typist: Agent | None
    people: dict[str, Agent]
    members: list[Agent]
    mail: IncomingMail

    @property
    def insiders(self) -> set[int]:
        """Who knows whose idea it is."""
        known = [self.author, self.typist, *self.members]
        return {agent.pk for agent in known if agent}


@pytest.fixture(params=["named", "hidden", "typed"])
def level(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def town(level: str, request: pytest.FixtureRequest, documents_dir: Path) -> Town:
    moderator, other_moderator, colleague = map(
        request.getfixturevalue, ("moderator", "other_moderator", "colleague")
    )
    people = {name: request.getfixturevalue(name) for name in READERS if name != "co_author"}
    author = AgentFactory.create(first_name="Ana", last_name=NAME, email="zquidam@ville.example")
    co_author = AgentFactory.create(first_name="Côme", last_name="Coauteur")
    typist = AgentFactory.create(last_name="Scribe") if level == "typed" else None
    words: dict[str, Any] = {**TOLD, "direction": None, "identity": "named" if level == "named" else "hidden"}
    if typist:
        given = {"contact": "mail", "contact_detail": "zquidam@maison.example"}
        idea = enter_for(by=typist, author=author, **given, **words)
    else:
        idea = propose(by=author, **words)
    with action_context("a proposé l’idée", by=author):
        document = store_bytes(b"Le guichet du fond.", name="guichet.txt", by=author)
        IdeaFile.objects.create(idea=idea, document=document)
    amend(idea, by=typist or author, **WORDS | words | {"problem": "Il attend encore."})
    take_under_study(idea, by=moderator, word="Nous regardons.")
    idea = Idea.objects.get(pk=idea.pk)
    merging.merge(idea, idea_in("under_study", author=co_author, title="Une autre"), by=moderator)
    comments.follow(idea, by=people["outsider"])
    comments.comment(idea, by=colleague, text="Oui, mille fois.")
    exchange.write_to_author(idea, by=moderator, text="Quel guichet\u00a0?")
    mail = received(author, subject="Re: Votre idée", about=idea, state=State.FILED)
    mail.became = exchange.reply(idea, by=author, text="Celui du fond.", mail=mail)
    mail.save()
    acknowledge(mail, author, acknowledgement(idea))
    people["co_author"] = co_author
    return Town(Idea.objects.get(pk=idea.pk), author, typist, people, [moderator, other_moderator], mail)


def text_of(response: HttpResponseBase) -> str:
    if isinstance(response, StreamingHttpResponse):
        return b"".join(response).decode(errors="replace")  # type: ignore[arg-type]  # read in the tests' thread
    return response.content.decode(errors="replace")  # type: ignore[attr-defined]  # not streaming


def doors() -> dict[str, str]:
    """Every address of the site that may show a row, by the name of its route."""
    paths = {
        route.name: real_path(route) for route in routes() if route.name and route.name != "account_logout"
    }
    return {name: path for name, path in paths.items() if path}


SHOWN = {"suggestions:idea_detail", "suggestions:idea_history", "suggestions:idea_list"}


@pytest.mark.parametrize("person", READERS)
def test_no_page_names_the_author(town, level, person, signed_in):
    """But for the directory's; the idea's own pages name an author who gives their name: the test sees something."""
    client = signed_in(town.people[person])
    client.raise_request_exception = False
    with refusals_said_once():
        naming = {
            name
            for name, path in doors().items()
            if not name.startswith(DIRECTORY)
            and (level != "named" or name in SHOWN)
            and NAME in text_of(client.get(path))
        }
    assert naming == (SHOWN if level == "named" else set())


def test_nothing_is_found_by_the_author_s_name(town, level, signed_in):
    asked = [
        (reverse("search:results"), "q"),
        (reverse("search:suggestions"), "q"),
        (reverse("suggestions:idea_list"), "words"),
    ]
    for person in READERS:
        client = signed_in(town.people[person])
        for path, field in asked:
            assert "quetzal" in text_of(client.get(path, {field: "guichet"})), path
            assert "quetzal" not in text_of(client.get(path, {field: NAME})), path
        alike = client.post(reverse("suggestions:similar"), {"title": TITLE, "problem": "Il attend."})
        assert NAME not in text_of(alike) or level == "named"
    assert not Entry.objects.filter(url=town.idea.get_absolute_url(), text__contains=NAME).exists()


def test_the_feed_names_who_gives_their_name(town, level, client):
    for person in READERS:
        secret = secret_addresses.give(town.people[person], PURPOSE)
        text = text_of(client.get(reverse("suggestions:feed", args=[secret])))
        assert TITLE in text
        assert (NAME in text) is (level == "named")


# The history


def history(client: Client, idea: Idea) -> str:
    page: str = client.get(reverse("suggestions:idea_history", args=[idea.reference])).text
    return page.partition("<h1>")[2].partition("</ol>")[0]


def test_the_history_tells_neither_who_nor_at_what_minute(town, level, signed_in):
    for person in READERS:
        entries = history(signed_in(town.people[person]), town.idea).split("<li>")[1:]
        of_author = [entry for entry in entries if "L’auteur" in entry]
        if level == "named":
            assert not of_author
            continue
        assert {entry.partition("<br>")[2].partition("</li>")[0] for entry in of_author} == {
            "L’auteur a proposé l’idée",
            "L’auteur a modifié l’idée",
        }
        assert not [entry for entry in of_author if "\u00a0h" in entry]
        # What the group did keeps its hour.
        assert [entry for entry in entries if "Rose Leroy" in entry and "\u00a0h" in entry]
    member = history(signed_in(town.members[0]), town.idea)
    if town.typist:
        assert "Scribe a saisi l’idée pour un collègue" in member
        assert NAME not in member
    else:
        assert f"{NAME} a proposé l’idée" in member


def test_an_entry_written_with_the_author_s_name_is_read_without(
    author, colleague, outsider, moderator, signed_in
):
    with action_context(f"a saisi l’idée pour {author}", by=colleague):
        idea = idea_in(
            "under_study", author=author, entered_by=colleague, contact="spoken", identity="hidden"
        )
    for reader in (outsider, AgentFactory.create()):
        entries = history(signed_in(reader), idea)
        assert "L’auteur a proposé l’idée" in entries
        for secret in ("Benali", "Paul Roux", "saisi", "\u00a0h\u00a0"):
            assert secret not in entries
    assert "a saisi l’idée pour Nadia Benali" in history(signed_in(moderator), idea)


# Letters and mails


def send_digests() -> None:
    morning = working_day_from(timezone.localdate() + timedelta(days=1))
    digests.send_due_digests(timezone.make_aware(datetime.combine(morning, time(12))))


def test_no_letter_names_the_author_to_others(town):
    send_digests()
    told = Notification.objects.exclude(recipient__in=town.insiders)
    letters = OutgoingMail.objects.exclude(agent__in=town.insiders).exclude(address="zquidam@maison.example")
    assert told.exists()
    assert letters.exists()
    said = [f"{one.title} {one.text}" for one in told] + [f"{one.subject} {one.body}" for one in letters]
    assert not [text for text in said if NAME in text]


def test_a_subject_ties_nobody_to_a_hidden_idea(town, level):
    """The author's letters, the typist's, those to an address that the author gave, the digest, automatic answers."""
    send_digests()
    theirs = [town.author, town.typist] if town.typist else [town.author]
    to_them = OutgoingMail.objects.filter(
        Q(agent__in=theirs) | Q(address__in=("zquidam@maison.example", town.author.email))
    )
    kinds = set(to_them.values_list("kind", flat=True))
    assert kinds >= {"suggestions.taken", "suggestions.written", digests.CODE}
    subjects = {*to_them.values_list("subject", flat=True)}
    if level != "named":
        subjects |= {*Notification.objects.filter(recipient__in=theirs).values_list("title", flat=True)}
    tied = [subject for subject in subjects if NAME in subject or TITLE in subject]
    assert bool(tied) is (level == "named")
    listed = OutgoingMail.objects.for_administrators().filter(pk__in=to_them)
    # Answers to what is written to the group are between it and the author, whoever that is.
    assert listed.exists() is (level == "named")
    assert not listed.filter(kind="mail.acknowledgement").exists()


SEARCHES = [{}, {"q": "zquidam"}, {"state__exact": "waiting"}, {"all": ""}]


def test_the_desk_of_what_left_shows_no_letter_to_a_hidden_author(town, level, signed_in, settings):
    send_digests()
    settings.TRIAL = True
    client = signed_in(town.people["administrator"])
    pages = [
        text_of(client.get(reverse("admin:mail_outgoingmail_changelist"), query)).partition(
            'id="result_list"'
        )[2]
        for query in SEARCHES
    ]
    pages.append(text_of(client.get(reverse("mail:mailbox"))))
    assert all("zquidam@" in page for page in pages) is (level == "named")
    for letter in OutgoingMail.objects.filter(is_confidential=True):
        one = [
            reverse("admin:mail_outgoingmail_change", args=[letter.pk]),
            reverse("admin:mail_outgoingmail_history", args=[letter.pk]),
            reverse("mail:mail_detail", args=[letter.reference]),
            reverse("mail:mail_html", args=[letter.reference]),
        ]
        # The admin leads to its index from what it does not find.
        assert {client.get(path).status_code for path in one} <= {302, 404}
        again = reverse("admin:mail_outgoingmail_action", args=[letter.pk, "renvoyer"])
        assert client.post(again).status_code == 404


def test_the_desk_of_what_arrived_keeps_the_author_s_mails_for_the_group(town, signed_in):
    """« Vous et le groupe seuls »: whatever the level of identity."""
    sent = OutgoingMail.objects.filter(is_confidential=True).first()
    returned = received(None, inbox="", subject="Undelivered: zquidam@ville.example", state=State.AUTOMATIC)
    Bounce.objects.create(incoming=returned, mail=sent, address="zquidam@ville.example", is_permanent=True)
    lost = received(None, subject="Un banc de plus", state=State.QUARANTINED, reason="unknown_sender")
    for reader, reads in ((town.people["administrator"], False), (town.members[0], True)):
        client = signed_in(reader)
        base = "admin:mail_incomingmail"
        listed = text_of(client.get(reverse(f"{base}_changelist"), {"etat": "tous"}))
        assert "Un banc de plus" in listed
        for mail in (town.mail, returned):
            can_read = reads and mail == town.mail
            pages = [
                reverse("mail:incoming_detail", args=[mail.reference]),
                reverse(f"{base}_change", args=[mail.pk]),
            ]
            statuses = [client.get(path).status_code == 200 for path in pages]
            assert statuses == [can_read, can_read], mail.subject
            assert (mail.subject in listed) is can_read
            assert client.get(reverse("mail:incoming_original", args=[mail.reference])).status_code == 404
    assert lost.pk


def test_a_name_hidden_later_takes_its_letters_off_the_desk(author):
    idea = propose(by=author, **TOLD)
    notify_authors(idea, SET_ASIDE, "suggestions/mails/restored.txt")
    letters = OutgoingMail.objects.for_administrators().filter(agent=author)
    assert [letter.subject for letter in letters] == [f"Votre idée n’est plus écartée\u00a0: {TITLE}"]
    amend(idea, by=author, **WORDS | TOLD | {"identity": "hidden"})
    assert not letters.all().exists()


@pytest.mark.parametrize("identity", ["named", "hidden"])
def test_who_does_not_receive_a_letter_to_the_group_is_not_on_the_desk(
    identity, moderator, other_moderator, head
):
    """A member who is the author: the list of those who received it would name them."""
    idea = propose(by=other_moderator, **TOLD | {"identity": identity})
    propose_set_aside(idea, by=moderator, reason="Hors sujet.")
    notify_late(idea, LateNotice.Promise.ANSWER, to_head=False)
    # Told through another idea, which is read with theirs.
    kept = IdeaFactory.create()
    IdeaFactory.create(author=other_moderator, identity=identity, merged_into=kept, head=kept)
    notify_late(kept, LateNotice.Promise.ANSWER, to_head=True)
    told = Notification.objects.exclude(recipient=other_moderator)
    assert set(told.values_list("kind", "is_confidential")) == {
        ("suggestions.to_study", identity == "hidden"),
        ("suggestions.set_aside_proposed", identity == "hidden"),
        ("suggestions.late", identity == "hidden"),
        ("suggestions.late_for_head", identity == "hidden"),
    }


# What the files say of their author


def signed_file(name: str = "plan.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, samples.docx(extra={"docProps/core.xml": f"<creator>{NAME}</creator>"}))


def downloads(client: Client, idea: Idea) -> list[bytes]:
    """What this reader gets from the links of the idea's page."""
    page = client.get(idea.get_absolute_url()).text
    return [
        b"".join(client.get(html.unescape(link)).streaming_content)  # type: ignore[attr-defined]
        for link in re.findall(rf'href="({idea.get_absolute_url()}fichiers/[^"]+)"', page)
    ]


@pytest.fixture
def strips(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The transactions open around each removal, which may take a minute."""
    strip, outside = document_actions.stripped_apart, len(connection.savepoint_ids)
    seen: list[int] = []

    def noted(data: bytes) -> tuple[str, bytes]:
        seen.append(len(connection.savepoint_ids) - outside)
        return strip(data)

    monkeypatch.setattr(document_actions, "stripped_apart", noted)
    return seen


@pytest.mark.parametrize("way", ["proposed", "entered", "amended"])
def test_a_file_says_nothing_of_a_hidden_author(
    way, author, moderator, colleague, outsider, signed_in, strips
):
    words = {key: TOLD[key] for key in ("title", "problem", "proposal")}
    data = {**words, "identity": "hidden", "files": signed_file()}
    if way == "proposed":
        signed_in(author).post(reverse("suggestions:idea_propose_hidden"), data)
    elif way == "entered":
        data |= {"author": author.identifiant, "contact": "spoken"}
        signed_in(colleague).post(reverse("suggestions:idea_enter"), data)
    else:
        idea = propose(by=author, **TOLD | {"identity": "hidden"})
        signed_in(author).post(reverse("suggestions:idea_amend", args=[idea.reference]), data)
    assert strips == [0]
    idea = Idea.objects.get()
    take_under_study(idea, by=moderator, word="Nous regardons.")
    [got] = downloads(signed_in(outsider), idea)
    assert samples.SENTENCE.encode() in zipfile.ZipFile(BytesIO(got)).read("word/document.xml")
    assert "docProps/core.xml" not in zipfile.ZipFile(BytesIO(got)).namelist()


def test_a_file_that_cannot_be_unsigned_is_refused_and_said(author, signed_in):
    def sent(name: str, *args: str) -> Any:
        picture = SimpleUploadedFile("plan.gif", samples.image("GIF"))
        data = TOLD | {"identity": "hidden", "files": picture}
        return signed_in(author).post(reverse(f"suggestions:{name}", args=args), data)

    idea = IdeaFactory.create(author=author, identity="hidden")
    for response in (sent("idea_propose_hidden"), sent("idea_amend", idea.reference)):
        [refusal] = response.context["form"].errors["files"]
        assert refusal.startswith("«\u00a0plan.gif\u00a0»\u00a0: Nous ne savons pas ôter")
        assert "Il n’est plus coché" in refusal
        [box] = re.findall(r'<input type="checkbox" name="files-recu"[^>]*>', response.text)
        assert "checked" not in box
    assert (Idea.objects.get(), idea.files.exists()) == (idea, False)
    assert sent("idea_propose_named").status_code == 302


def test_files_of_a_mail_whose_author_hides_later_reach_no_reader_before_they_are_unsigned(
    author, moderator, outsider, signed_in, django_capture_on_commit_callbacks, strips
):
    files = [store_bytes(signed_file().read(), name="plan.docx", by=author)]
    whole = store_bytes(f"Bien à vous, {NAME}".encode(), name=WHOLE, by=author)
    picture = store_bytes(samples.image("GIF"), name="plan.gif", by=author)
    mail = received(author, subject="Une idée")
    idea = propose(by=author, mail=mail, documents=[*files, whole, picture], **TOLD)
    amend(idea, by=author, **WORDS | TOLD | {"identity": "hidden"})
    take_under_study(idea, by=moderator, word="Nous regardons.")
    old = reverse("suggestions:idea_file", args=[idea.reference, files[0].reference])
    reader, member = signed_in(outsider), signed_in(moderator)
    assert downloads(reader, idea) == []
    assert reader.get(old).status_code == 404
    assert member.get(old).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        assert unsign_files() == 2
    assert strips == [0, 0]
    [got] = downloads(reader, idea)
    assert "docProps/core.xml" not in zipfile.ZipFile(BytesIO(got)).namelist()
    # The message as it was written, and the picture that cannot be cleaned, stay with the author and the group.
    assert len(downloads(member, idea)) == len(downloads(signed_in(author), idea)) == 3
    assert "Les lecteurs ne le voient pas" in member.get(idea.get_absolute_url()).text
    # The signed one is gone, and its address leads to what replaced it.
    assert not files[0].file_path.exists()
    assert b"".join(reader.get(old).streaming_content) == got  # type: ignore[attr-defined]  # a stream


def test_a_file_that_changed_while_it_was_cleaned_is_left_alone(author, monkeypatch):
    document = store_bytes(signed_file().read(), name="plan.docx", by=author)
    idea = propose(by=author, mail=received(author, subject="Une idée"), documents=[document], **TOLD)
    amend(idea, by=author, **WORDS | TOLD | {"identity": "hidden"})
    strip = document_actions.stripped_apart

    def slow(data: bytes) -> tuple[str, bytes]:
        Idea.objects.update(identity="named")
        return strip(data)

    monkeypatch.setattr(document_actions, "stripped_apart", slow)
    assert unsign_files() == 0
    assert idea.files.get().document == document


def test_a_file_that_waits_to_be_unsigned_is_not_found_by_search(author):
    def offered() -> int:
        return sum(len(offer(idea).files) for idea in KINDS["suggestions.idea"].objects(Idea.objects.all()))

    offer = KINDS["suggestions.idea"].offer
    idea = propose(by=author, **TOLD)
    document = store_bytes(signed_file().read(), name="plan.docx", by=author)
    IdeaFile.objects.create(idea=idea, document=document)
    assert offered() == 1
    amend(idea, by=author, **WORDS | TOLD | {"identity": "hidden"})
    assert offered() == 0
    unsign_files()
    assert offered() == 1
