"""A mail that answers nothing becomes an idea, once, and its sender knows."""

import uuid
from typing import Any

import pytest

from core.documents.models import Document
from core.mail.models import OutgoingMail, Reason
from core.mail.registry import AttachedFile, InboundMessage
from core.people.models import Agent
from suggestions.mail_in import WHOLE, begin
from suggestions.models import Draft, Idea
from suggestions.proposing import drafts
from suggestions.states import Identity, State
from tests.factories import AgentFactory
from tests.suggestions.factories import idea_in
from tests.suggestions.mailing import arrival, photo, received

pytestmark = pytest.mark.django_db


def test_a_named_idea_that_the_group_is_told_of(author, moderator, told):
    # A draft on the page is another idea.
    drafts.keep(author, identity="named", words={"title": "Brouillon"}, stamp="", key=uuid.uuid4())
    given = arrival(author, subject="RE: Tr : Une imprimante de moins")
    outcome = begin(given)
    idea = Idea.objects.get()
    assert (outcome.became, outcome.refusal) == (idea, "")
    assert (idea.title, idea.proposal) == ("Une imprimante de moins", "Celle du deuxième étage ne sert plus.")
    assert (idea.author, idea.identity, idea.mail) == (author, Identity.NAMED, given.mail)
    assert Draft.objects.filter(agent=author).exists()
    # The author's own acknowledgement is the gateway's: on the site only, here.
    assert told() == {
        "suggestions.received_by_mail": {author.identifiant},
        "suggestions.to_study": {moderator.identifiant},
    }
    assert not OutgoingMail.objects.filter(agent=author).exists()


def test_what_its_sender_is_told(author, settings):
    settings.SITE_URL = "https://intranet.example"
    like = idea_in(State.DECLINED, title="Une imprimante de moins au deuxième étage")
    outcome = begin(arrival(author, left_out=("« virus.exe » : refusé.",)))
    said = outcome.acknowledgement
    idea = Idea.objects.exclude(pk=like.pk).get()
    assert said is not None
    whole = "\n".join(said.lines)
    assert "n’est jamais anonyme" in whole
    assert "« virus.exe » : refusé." in whole
    assert f"https://intranet.example{like.get_absolute_url()}" in whole
    assert (said.url, said.about) == (idea.get_absolute_url(), idea)


def test_files_come_with_it_and_refusals_are_said(author):
    files = (
        photo("écran.png"),
        AttachedFile("programme.exe", "application/octet-stream", b"MZ" + bytes(100)),
    )
    outcome = begin(arrival(author, files=files))
    idea = Idea.objects.get()
    assert [str(file.document) for file in idea.files.all()] == ["écran.png"]
    assert outcome.acknowledgement is not None
    assert any("programme.exe" in line for line in outcome.acknowledgement.lines)
    assert any("programme.exe" in remark for remark in outcome.remarks)


def test_files_a_subject_or_nothing_without_a_word(author):
    def begun(sender: Agent, subject: str, text: str = "", **more: Any) -> Any:
        mail = received(sender, text=text, subject=subject)
        return begin(InboundMessage(mail=mail, sender=sender, subject=subject, text=text, **more))

    idea = begun(author, "", files=(photo(),)).became
    assert idea.title == "Une idée de Nadia"
    assert "photo.png" in idea.proposal
    assert begun(author, "Un banc devant la mairie").became.title == "Un banc devant la mairie"
    assert begun(author, "Re:", " \n").refusal == Reason.UNREADABLE
    assert begun(AgentFactory.create(is_active=False), "Un banc").refusal == Reason.NOT_ALLOWED
    assert Idea.objects.count() == 2


def test_a_long_message_is_kept_whole_beside_its_beginning(author):
    text = "\n\n".join(f"Paragraphe {n}, et tout ce qu’il y a à en dire." for n in range(300))
    outcome = begin(arrival(author, text))
    idea = Idea.objects.get()
    assert len(idea.proposal) <= 5000
    assert WHOLE in idea.proposal
    document = Document.objects.get(idea_file__idea=idea)
    assert document.name == WHOLE
    with document.file_path.open("rb") as file:
        assert file.read().decode() == text
    assert outcome.acknowledgement is not None
    assert any("Elle est longue" in line for line in outcome.acknowledgement.lines)


def test_a_long_subject_stays_whole_in_the_text(author):
    subject = "Un formulaire " + "très " * 50 + "long"
    begin(arrival(author, subject=subject[:300]))
    idea = Idea.objects.get()
    assert len(idea.title) <= 120
    assert f"Objet\u00a0: {subject}" in idea.proposal
