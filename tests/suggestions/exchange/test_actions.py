"""What the group asks of an author and of experts, and what they answer."""

from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from core.notifications.models import Notification
from core.people.models import Agent
from suggestions import policies
from suggestions.exchange import actions
from suggestions.models import Idea, Message, Opinion
from suggestions.states import State
from tests.factories import AgentFactory
from tests.suggestions.factories import IdeaFactory, action_url, idea_in

pytestmark = pytest.mark.django_db


def in_days(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def expert(db: None) -> Agent:
    return AgentFactory.create(first_name="Ana", last_name="Lopes")


def asked(idea: Idea, by: Agent, expert: Agent, days: int = 10) -> Opinion:
    actions.ask_opinion(
        idea, by=by, expert=expert, question="Le réseau suit-il ?", due_on=in_days(max(days, 0))
    )
    opinion = Opinion.objects.get(idea=idea, expert=expert)
    if days < 0:
        Opinion.objects.filter(pk=opinion.pk).update(due_on=in_days(days))
    return opinion


def opinion_url(opinion: Opinion, name: str = "detail") -> str:
    return reverse(f"suggestions:opinion_{name}", args=[opinion.idea.reference, opinion.reference])


# The author


def test_a_question_and_its_answer(idea, author, moderator, other_moderator, told):
    actions.write_to_author(idea, by=other_moderator, text="Combien de feuilles ?", due_on=in_days(7))
    idea.refresh_from_db()
    assert idea.first_answered_at is not None
    assert list(Message.objects.open_questions().values_list("idea", flat=True)) == [idea.pk]
    assert told() == {"suggestions.written": {author.identifiant}}
    assert "Combien de feuilles ?" in Notification.objects.get().text
    actions.reply(idea, by=author, text="Quatre.")
    assert not Message.objects.open_questions().exists()
    assert told()["suggestions.author_replied"] == {moderator.identifiant, other_moderator.identifiant}
    news = Notification.objects.filter(kind="suggestions.author_replied")
    assert all("Benali" not in one.title + one.text for one in news)


def test_the_first_word_is_the_first_answer_once(moderator):
    idea = IdeaFactory.create()
    actions.write_to_author(idea, by=moderator, text="Merci !")
    idea.refresh_from_db()
    assert idea.state == State.RECEIVED
    first = idea.first_answered_at
    assert first
    actions.write_to_author(idea, by=moderator, text="Encore merci !")
    idea.refresh_from_db()
    assert idea.first_answered_at == first
    assert not Message.objects.open_questions().exists()


def test_an_anonymous_author_is_written_to_and_told_nowhere(moderator, told):
    idea = idea_in(State.UNDER_STUDY, author=None, identity="anonymous", followed_by=moderator)
    actions.write_to_author(idea, by=moderator, text="Dans quel service ?", due_on=in_days(5))
    assert told() == {}
    assert Message.objects.open_questions().count() == 1


def test_who_reads_the_exchange(cast, idea, expert, signed_in, moderator):
    actions.write_to_author(idea, by=moderator, text="Combien de feuilles ?")
    actions.reply(idea, by=cast["author"], text="Quatre feuilles.")
    asked(idea, moderator, expert)
    for agent in (*cast.values(), expert):
        if agent.is_active:
            page, is_member = signed_in(agent).get(idea.get_absolute_url()).text, policies.is_in_group(agent)
            reads = is_member or agent == cast["author"]
            assert ("Combien de feuilles ?" in page) is ("Quatre feuilles." in page) is reads, agent
            assert ("Le réseau suit-il" in page) is (is_member or agent == expert), agent


def test_co_authors_are_not_named_to_each_other(idea, author, moderator, signed_in):
    other = AgentFactory.create(first_name="Secrète", last_name="Plume")
    merged = idea_in(State.UNDER_STUDY, author=other, identity="hidden", followed_by=moderator)
    Idea.objects.filter(pk=merged.pk).update(merged_into=idea, head=idea)
    actions.write_to_author(idea, by=moderator, text="Et vous ?")
    actions.reply(Idea.objects.get(pk=idea.pk), by=other, text="Oui aussi.")
    page = signed_in(author).get(idea.get_absolute_url()).text
    assert "Oui aussi." in page
    assert "Plume" not in page
    assert "Plume" in signed_in(moderator).get(idea.get_absolute_url()).text


TALK = {State.RECEIVED, State.UNDER_STUDY, State.RETAINED, State.IN_PROGRESS}


@pytest.mark.parametrize("state", list(State))
def test_in_which_states_one_talks(author, moderator, expert, state):
    idea = idea_in(state, author=author, followed_by=moderator)
    with nullcontext() if state in TALK else pytest.raises(ValidationError):
        actions.write_to_author(idea, by=moderator, text="Merci !")
    with nullcontext() if state in TALK else pytest.raises(ValidationError):
        actions.reply(idea, by=author, text="De rien.")
    with nullcontext() if state == State.UNDER_STUDY else pytest.raises(ValidationError):
        asked(idea, moderator, expert)
    assert Message.objects.exists() == (state in TALK)


def test_only_the_group_writes_and_asks(cast, idea, expert):
    for person in set(cast) - {"moderator", "other_moderator", "head"}:
        with pytest.raises(PermissionDenied):
            actions.write_to_author(idea, by=cast[person], text="Bonjour")
        with pytest.raises(PermissionDenied):
            asked(idea, cast[person], expert)
        with pytest.raises(ValidationError if person == "author" else PermissionDenied):
            actions.reply(idea, by=cast[person], text="Bonjour")


def test_an_author_answers_and_does_not_begin(idea, author, signed_in):
    assert signed_in(author).get(idea.get_absolute_url()).context["reply_form"] is None


def test_the_group_may_wait_no_longer(idea, author, moderator, signed_in):
    actions.write_to_author(idea, by=moderator, text="Combien ?", due_on=in_days(1))
    question = Message.objects.get()
    url = reverse("suggestions:question_settle", args=[idea.reference, question.reference])
    assert signed_in(author).post(url).status_code == 404
    assert "poursuit sans" in signed_in(moderator).post(url, follow=True).text
    assert "n’attend plus" in signed_in(moderator).post(url, follow=True).text
    assert not Message.objects.open_questions().exists()


# Experts


def test_an_opinion_is_asked_and_given(idea, moderator, expert, outsider, signed_in, told):
    opinion = asked(idea, moderator, expert)
    assert told() == {"suggestions.opinion_asked": {expert.identifiant}}
    assert signed_in(outsider).get(opinion_url(opinion)).status_code == 404
    assert signed_in(moderator).post(opinion_url(opinion), {"text": "Moi."}).status_code == 403
    assert "Le réseau suit-il" in signed_in(expert).get(opinion_url(opinion)).text
    assert signed_in(expert).post(opinion_url(opinion), {"text": "  "}).context["form"].errors
    assert signed_in(expert).post(opinion_url(opinion), {"text": "Oui, sans travaux."}).status_code == 302
    assert told()["suggestions.opinion_given"] == {moderator.identifiant}
    again = signed_in(expert).post(opinion_url(opinion), {"text": "Non."}).text
    assert "déjà donné" in again
    assert "Non." in again
    assert Opinion.objects.get().text == "Oui, sans travaux."


def test_an_opinion_is_declined_or_given_up(idea, moderator, expert, author, signed_in, told):
    opinion = asked(idea, moderator, expert)
    empty = signed_in(expert).post(opinion_url(opinion, "decline"), {"reason": ""})
    assert empty.context["decline_form"].errors
    signed_in(expert).post(opinion_url(opinion, "decline"), {"reason": "Voyez les archives."})
    opinion.refresh_from_db()
    assert (opinion.given_up_because, opinion.is_open) == ("Voyez les archives.", False)
    assert told()["suggestions.opinion_given"] == {moderator.identifiant}
    # Asked again, then not waited for any more.
    actions.ask_opinion(idea, by=moderator, expert=expert, question="Vraiment ?", due_on=in_days(3))
    again = Opinion.objects.open().get()
    with pytest.raises(ValidationError, match="déjà attendu d’Ana Lopes"):
        actions.ask_opinion(idea, by=moderator, expert=expert, question="Encore ?", due_on=in_days(3))
    assert signed_in(author).post(opinion_url(again, "give_up")).status_code == 404
    signed_in(moderator).post(opinion_url(again, "give_up"))
    late = signed_in(expert).post(opinion_url(again), {"text": "Trop tard ?"}).text
    assert "n’est plus attendu" in late
    assert "Trop tard ?" in late


def test_who_may_be_asked(idea, moderator, author):
    for nobody in (moderator, author, AgentFactory.create(is_active=False)):
        with pytest.raises(ValidationError):
            asked(idea, moderator, nobody)
    assert not Opinion.objects.exists()


def test_an_idea_answered_meanwhile_waits_for_nobody(idea, moderator, expert, signed_in):
    opinion = asked(idea, moderator, expert)
    Idea.objects.filter(pk=idea.pk).update(state="withdrawn", withdrawn_at=timezone.now())
    page = signed_in(expert).post(opinion_url(opinion), {"text": "Une page de conseils."})
    assert "retirée entre-temps" in page.text
    assert "Une page de conseils." in page.text


def test_reminders_come_once(idea, author, moderator, expert, told):
    asked(idea, moderator, expert, days=-1)
    actions.write_to_author(idea, by=moderator, text="Combien ?", due_on=in_days(0))
    Message.objects.update(due_on=in_days(-2))
    Notification.objects.all().delete()
    today = timezone.localdate()
    assert actions.remind_all(on=today) == 2
    titles = set(Notification.objects.values_list("recipient", "title"))
    assert titles == {
        (expert.pk, f"Le groupe attend votre avis\u00a0: {idea.title}"),
        (author.pk, f"Le groupe attend votre réponse\u00a0: {idea.title}"),
    }
    assert actions.remind_all(on=today) == 0


@pytest.mark.parametrize("days", [-1, actions.LONGEST_WAIT.days + 1])
def test_no_answer_is_due_on_a_past_day_nor_in_so_long(idea, moderator, expert, signed_in, days):
    due_on = in_days(days)
    with pytest.raises(ValidationError):
        actions.write_to_author(idea, by=moderator, text="Combien ?", due_on=due_on)
    with pytest.raises(ValidationError):
        actions.ask_opinion(idea, by=moderator, expert=expert, question="Combien ?", due_on=due_on)
    asked_of = {"expert": expert.identifiant, "question": "Combien ?"}
    for name, words in (("demander-un-avis", asked_of), ("ecrire", {"text": "Combien ?"})):
        page = signed_in(moderator).post(action_url(idea, name), words | {"due_on": due_on.isoformat()})
        assert page.context["form"].errors.keys() == {"due_on"}
