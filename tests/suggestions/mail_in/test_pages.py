"""« Reçu par courriel » on the pages: to all that it was, to few the whole message, at the price of no statement."""

from typing import Any

import pytest
from django.urls import reverse

from core.mail.models import State as MailState
from core.mail.models import Trust
from core.notifications.models import Notification
from core.people.models import Agent
from suggestions.comments import actions as comments
from suggestions.decisions import answers
from suggestions.evaluation.actions import take_under_study
from suggestions.exchange import actions as exchange
from suggestions.mail_in import begin
from suggestions.merging import actions as merging
from suggestions.models import Comment, Idea
from suggestions.proposing.actions import amend
from suggestions.states import Identity, State
from tests.factories import AgentFactory
from tests.suggestions.factories import WORDS, decided, idea_in
from tests.suggestions.mailing import arrival, received

pytestmark = pytest.mark.django_db
REMARKS = ["Pièce jointe refusée : « virus.exe »"]


@pytest.fixture
def mailed_idea(author: Agent, moderator: Agent) -> Idea:
    mail = received(author, trust=Trust.UNVERIFIED, remarks=REMARKS)
    return idea_in(State.UNDER_STUDY, author=author, followed_by=moderator, mail=mail, problem="")


def entire(mail: Any) -> str:
    return reverse("mail:incoming_detail", args=[mail.reference])


def test_who_is_led_to_the_whole_message(cast, mailed_idea, signed_in):
    led = {"author", "moderator", "other_moderator", "head"}
    for name in set(cast) - {"closed", "closed_moderator"}:
        page = signed_in(cast[name]).get(mailed_idea.get_absolute_url()).text
        assert "reçu par courriel" in page, name
        assert "expéditeur non vérifié" in page, name
        assert "Ce que l’auteur écrit" in page, name
        assert (entire(mailed_idea.mail) in page) == (name in led), name
        assert ("virus.exe" in page) == (name in led), name


def test_comments_messages_and_merged_ideas(mailed_idea, author, colleague, moderator, outsider, signed_in):
    commented = received(colleague)
    # As earlier versions made of a reply.
    comment = Comment.objects.create(
        idea=mailed_idea, author=colleague, text="Et le papier ?", mail=commented
    )
    exchange.reply(mailed_idea, by=author, text="Quatre.", mail=(answered := received(author)))
    merged = received(outsider)
    absorbed = idea_in(State.UNDER_STUDY, author=outsider, followed_by=moderator, mail=merged)
    merging.merge(mailed_idea, by=moderator, absorbed=absorbed, reason="La même.")
    page = signed_in(moderator).get(mailed_idea.get_absolute_url()).text
    assert all(entire(mail) in page for mail in (commented, answered, merged))
    read = signed_in(colleague).get(mailed_idea.get_absolute_url()).text
    assert entire(commented) in read
    assert entire(merged) not in read
    thread = signed_in(outsider).get(comment.get_absolute_url()).text
    assert "reçu par courriel" in thread
    assert entire(commented) not in thread


def test_a_prepared_answer_says_it_to_the_group(mailed_idea, author, moderator, signed_in):
    decided(mailed_idea)
    prepared = answers.prepare_answer(mailed_idea, by=moderator, text="<p>Oui.</p>")
    # As earlier versions made of a reply.
    prepared.mail = written = received(moderator)
    prepared.save()
    url = mailed_idea.get_absolute_url()
    assert entire(written) in signed_in(moderator).get(url).text
    assert entire(written) not in signed_in(author).get(url).text
    # Written again on the page, it is the page's.
    answers.prepare_answer(mailed_idea, by=moderator, text="<p>Oui, en mai.</p>")
    assert entire(written) not in signed_in(moderator).get(url).text


def test_a_name_hidden_afterwards_is_hidden_here_too(author, moderator, signed_in):
    begin(arrival(author, "Devant la mairie."))
    idea = Idea.objects.get()
    amend(idea, by=author, **{**WORDS, "identity": Identity.HIDDEN})
    take_under_study(idea, by=moderator)
    reader = AgentFactory.create(first_name="Zoé", last_name="Lectrice")
    for path in (idea.get_absolute_url(), reverse("suggestions:idea_history", args=[idea.reference])):
        page = signed_in(reader).get(path).text
        assert "Nadia" not in page
        assert "/courrier/recu/" not in page


def test_the_address_is_said_only_when_it_is_in_use(author, signed_in, settings):
    client = signed_in(author)
    pages = [reverse("suggestions:idea_list"), reverse("suggestions:idea_propose")]
    settings.MAIL_ADDRESSES = {}
    assert not any("mailto:" in client.get(page).text for page in pages)
    settings.MAIL_ADDRESSES = {"saperlipopette": ["Saperlipopette@ville.example", "idees@ville.example"]}
    for page in pages:
        assert "mailto:saperlipopette@ville.example" in client.get(page).text


def test_letters_say_what_they_are_about(mailed_idea, colleague, outsider, moderator):
    """An idea, or the conversation: what an answer to the letter is about."""
    comment = comments.comment(mailed_idea, by=colleague, text="Et le papier ?")
    comments.reply(comment, by=outsider, text="Recyclé.")
    for kind in ("suggestions.commented", "suggestions.replied"):
        for told in Notification.objects.filter(kind=kind):
            assert told.content_type is not None
            assert told.content_type.model_class() is Comment
            assert told.object_id == comment.pk
    author = mailed_idea.author
    assert author is not None
    exchange.reply(mailed_idea, by=author, text="Quatre.", mail=received(author))
    told = Notification.objects.get(kind="suggestions.author_replied", recipient=moderator)
    assert told.content_type is not None
    assert told.content_type.model_class() is Idea


def test_a_copy_of_what_is_kept_from_a_member_is_kept_from_them_too(moderator, other_moderator, signed_in):
    idea = idea_in(State.UNDER_STUDY, author=other_moderator, followed_by=moderator)
    decided(idea)
    written = received(moderator, state=MailState.FILED)
    written.became = answers.prepare_answer(idea, by=moderator, text="<p>Non.</p>")
    written.save()
    copy = received(moderator, state=MailState.REPEATED, same_as=written)
    for reader, reads in ((moderator, True), (other_moderator, False)):
        client = signed_in(reader)
        for mail in (written, copy):
            pages = (entire(mail), reverse("admin:mail_incomingmail_change", args=[mail.pk]))
            for page in pages:
                assert (client.get(page).status_code == 200) is reads, (reader, page)
