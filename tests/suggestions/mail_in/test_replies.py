"""A mail that answers one of ours goes to the group, and nobody else reads it but the authors, of an author's."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core.mail.models import Trust
from core.notifications.models import Notification
from suggestions.comments import actions as comments
from suggestions.exchange import actions as exchange
from suggestions.mail_in import answer
from suggestions.merging import actions as merging
from suggestions.models import Answer, Comment, Idea, Message, Note, Opinion, Recusal
from suggestions.states import Identity, State
from tests.factories import AgentFactory
from tests.suggestions.factories import IdeaFactory, idea_in
from tests.suggestions.mailing import arrival, photo

pytestmark = pytest.mark.django_db


def became(outcome: Any) -> str:
    """« Message », or the reason why it became nothing."""
    return str(outcome.refusal) if outcome.refusal else type(outcome.became).__name__


# Person × state: whoever reads the idea is heard by the group.

NOBODY = dict.fromkeys(("closed", "closed_moderator"), "not_allowed")
READERS = ("colleague", "expert", "administrator")
OF_ALL = {"author": "Message"} | dict.fromkeys((*READERS, "moderator", "recused"), "Note") | NOBODY
OF_FEW = OF_ALL | dict.fromkeys(READERS, "not_allowed")
RIGHTS = {
    State.RECEIVED: OF_FEW,
    State.UNDER_STUDY: OF_ALL,
    State.RETAINED: OF_ALL,
    State.DECLINED: OF_ALL,
    State.WITHDRAWN: OF_FEW,
    State.SET_ASIDE: OF_FEW,
}


@pytest.mark.parametrize("state", RIGHTS)
def test_what_each_person_s_words_become(cast, state):
    idea = idea_in(state, author=cast["author"])
    people = cast | {"recused": cast["other_moderator"], "expert": AgentFactory.create()}
    Recusal.objects.create(idea=idea, member=people["recused"])
    asked = {"question": "?", "asked_by": cast["moderator"], "asked_at": timezone.now()}
    Opinion.objects.create(idea=idea, expert=people["expert"], due_on=timezone.localdate(), **asked)
    assert {name: became(answer(arrival(people[name]), idea)) for name in RIGHTS[state]} == RIGHTS[state]
    assert not Comment.objects.exists()
    assert not Answer.objects.filter(published_at=None).exists()
    assert Opinion.objects.get().given_at is None


# The author


def test_the_author_answers_the_group_and_nobody_else_reads(idea, author, moderator, told):
    day = timezone.localdate() + timedelta(days=7)
    exchange.write_to_author(idea, by=moderator, text="Combien ?", due_on=day)
    given = arrival(author, "Quatre feuilles.")
    outcome = answer(given, idea)
    message = Message.objects.get(mail=given.mail)
    assert outcome.became == message
    assert outcome.acknowledgement is None
    assert (message.text, message.is_from_author, message.written_by) == ("Quatre feuilles.", True, author)
    assert not Message.objects.open_questions().exists()
    assert told()["suggestions.author_replied"] == {moderator.identifiant}
    assert not Comment.objects.exists()


def test_the_first_word_of_an_author_reaches_the_whole_group(author, moderator, other_moderator, told):
    idea = IdeaFactory.create(author=author)
    answer(arrival(author, "J’oubliais : il y en a deux."), idea)
    assert told() == {"suggestions.author_replied": {moderator.identifiant, other_moderator.identifiant}}


def test_a_hidden_author_stays_hidden(author, moderator, colleague, client):
    idea = idea_in(State.UNDER_STUDY, author=author, identity=Identity.HIDDEN, followed_by=moderator)
    exchange.write_to_author(idea, by=moderator, text="Combien ?")
    outcome = answer(arrival(author, "Quatre.", files=(photo(),)), idea)
    assert isinstance(outcome.became, Message)
    assert outcome.acknowledgement is not None
    # Administrators read subjects.
    assert idea.title not in outcome.acknowledgement.subject
    news = Notification.objects.exclude(recipient=author)
    assert all("Benali" not in one.title + one.text for one in news)
    client.force_login(colleague)
    page = client.get(idea.get_absolute_url()).text
    assert "Benali" not in page
    assert "Quatre." not in page


def test_a_hidden_author_who_answers_a_comment_stays_hidden(author, colleague):
    idea = idea_in(State.UNDER_STUDY, author=author, identity=Identity.HIDDEN)
    comment = comments.comment(idea, by=colleague, text="Qui a écrit cela ?")
    assert became(answer(arrival(author, "Moi !"), comment)) == "Message"
    assert Comment.objects.count() == 1


def test_what_is_written_about_a_merged_idea_stands_with_its_head(author, colleague, outsider, moderator):
    kept = idea_in(State.UNDER_STUDY, author=author, followed_by=moderator)
    absorbed = idea_in(State.UNDER_STUDY, author=colleague, followed_by=moderator)
    merging.merge(kept, by=moderator, absorbed=absorbed, reason="La même.")
    for sender, kind in ((colleague, Message), (outsider, Note)):
        outcome = answer(arrival(sender), absorbed)
        assert isinstance(outcome.became, kind)
        assert outcome.became.idea == kept


# Readers, experts, members


def test_only_the_group_reads_what_another_writes(idea, author, outsider, moderator, client, told):
    comment = comments.comment(idea, by=outsider, text="Et le papier ?")
    told()
    Notification.objects.all().delete()
    given = arrival(outsider, "Le papier quetzal.", files=(photo(),), left_out=("« jeu.exe » : refusé.",))
    outcome = answer(given, comment)
    note = Note.objects.get()
    assert (outcome.became, note.idea, note.mail, note.written_by) == (note, idea, given.mail, outsider)
    assert outcome.acknowledgement is not None
    assert [line.partition(" ")[0] for line in outcome.acknowledgement.lines] == ["Votre", "«", "Les"]
    [news] = Notification.objects.all()
    assert (news.kind, news.recipient) == ("suggestions.group_mailed", moderator)
    entire = reverse("mail:incoming_detail", args=[given.mail.reference])
    for reader, reads in ((author, False), (outsider, False), (moderator, True)):
        client.force_login(reader)
        page = client.get(idea.get_absolute_url()).text
        assert ("quetzal" in page, entire in page) == (reads, reads), reader


def test_without_a_member_in_charge_the_whole_group_is_told(author, moderator, other_moderator, told):
    answer(arrival(other_moderator, "À voir."), IdeaFactory.create(author=author))
    assert told() == {"suggestions.group_mailed": {moderator.identifiant}}


def test_a_member_who_is_an_author_reads_no_note(moderator, other_moderator, outsider, client):
    idea = idea_in(State.UNDER_STUDY, author=moderator, followed_by=other_moderator)
    answer(arrival(outsider, "Le quetzal.", given_to=moderator), idea)
    client.force_login(moderator)
    assert "quetzal" not in client.get(idea.get_absolute_url()).text


def test_a_letter_answered_by_somebody_else_is_theirs(idea, author, outsider):
    outcome = answer(arrival(outsider, "Je réponds pour elle.", given_to=author, trust=Trust.VERIFIED), idea)
    assert isinstance(outcome.became, Note)
    assert outcome.became.written_by == outsider
    assert outcome.acknowledgement is not None
    assert any("quelqu’un d’autre" in line for line in outcome.acknowledgement.lines)


def test_what_one_may_not_see_is_not_named(author, outsider):
    idea = IdeaFactory.create(author=author, title="Secret de bureau")
    outcome = answer(arrival(outsider, given_to=author), idea)
    assert became(outcome) == "not_allowed"
    assert "Secret" not in outcome.sentence
    assert outcome.became is None
    # Who typed it for a colleague writes to the group; a quotation alone says nothing.
    Idea.objects.update(entered_by=outsider, contact="spoken")
    assert became(answer(arrival(outsider, "C’est dit."), Idea.objects.get())) == "Note"
    assert (
        became(answer(arrival(outsider, folded="> Bonjour", text=" \n "), Idea.objects.get())) == "unreadable"
    )


def test_long_words_are_cut_and_it_is_said(idea, outsider, author):
    text = "\n\n".join(f"Paragraphe {n} de ce long message." for n in range(300))
    for sender in (outsider, author):
        outcome = answer(arrival(sender, text), idea)
        assert isinstance(outcome.became, Note | Message)
        assert len(outcome.became.text) <= exchange.MESSAGE_LENGTH
        assert "message entier" in outcome.became.text
        assert outcome.acknowledgement is not None
        assert any("sa fin se lit" in line for line in outcome.acknowledgement.lines)
