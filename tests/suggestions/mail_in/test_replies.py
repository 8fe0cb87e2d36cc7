"""A mail that answers one of ours goes where its sender means it to go, and never where more people read it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.mail.models import Reason, Trust
from core.notifications.models import Notification
from core.people.models import Agent
from suggestions.comments import actions as comments
from suggestions.exchange import actions as exchange
from suggestions.mail_in.replies import answer
from suggestions.merging import actions as merging
from suggestions.models import Answer, Comment, Evaluation, Idea, Message, Opinion, Recusal
from suggestions.states import Identity, State
from tests.factories import AgentFactory
from tests.suggestions.conftest import Cast
from tests.suggestions.factories import IdeaFactory, answered, decided, idea_in
from tests.suggestions.mailing import arrival, photo

pytestmark = pytest.mark.django_db
Told = Callable[[], dict[str, set[str]]]


@pytest.fixture
def idea(author: Agent, moderator: Agent) -> Idea:
    return idea_in(State.UNDER_STUDY, author=author, followed_by=moderator)


@pytest.fixture
def expert(idea: Idea, moderator: Agent) -> Agent:
    agent = AgentFactory.create(first_name="Ana", last_name="Lopes")
    day = timezone.localdate() + timedelta(days=10)
    exchange.ask_opinion(idea, by=moderator, expert=agent, question="Le réseau suit-il ?", due_on=day)
    return agent


def became(outcome: Any) -> str:
    """« Comment », or the reason why it became nothing."""
    if not outcome.refusal:
        return type(outcome.became).__name__
    return f"{outcome.refusal}{', held' if outcome.is_held else ''}"


# Person × state. Members may not decide of their own idea; « recused » leaves this one to the others.
PEOPLE = (
    "author",
    "colleague",
    "moderator",
    "recused",
    "expert",
    "administrator",
    "closed",
    "closed_moderator",
)
RIGHTS = {
    # A member's words before any decision are nobody's yet.
    State.RECEIVED: {
        "author": "Message", "colleague": "not_allowed", "moderator": "not_allowed, held",
        "recused": "not_allowed, held", "expert": "not_allowed", "administrator": "not_allowed",
        "closed": "not_allowed", "closed_moderator": "not_allowed",
    },
    State.UNDER_STUDY: {
        "author": "Message", "colleague": "Comment", "moderator": "not_allowed, held",
        "recused": "not_allowed, held", "expert": "Opinion", "administrator": "Comment",
        "closed": "not_allowed", "closed_moderator": "not_allowed",
    },
    State.RETAINED: {
        "author": "Message", "colleague": "closed, held", "moderator": "closed, held", "recused": "closed, held",
        "expert": "closed, held", "administrator": "closed, held",
        "closed": "not_allowed", "closed_moderator": "not_allowed",
    },
    State.DECLINED: {
        "author": "closed, held", "colleague": "closed, held", "moderator": "closed, held",
        "recused": "closed, held", "expert": "closed, held", "administrator": "closed, held",
        "closed": "not_allowed", "closed_moderator": "not_allowed",
    },
    State.WITHDRAWN: {
        "author": "closed, held", "colleague": "not_allowed", "moderator": "closed, held",
        "recused": "closed, held", "expert": "not_allowed", "administrator": "not_allowed",
        "closed": "not_allowed", "closed_moderator": "not_allowed",
    },
    State.SET_ASIDE: {
        "author": "closed, held", "colleague": "not_allowed", "moderator": "closed, held",
        "recused": "closed, held", "expert": "not_allowed", "administrator": "not_allowed",
        "closed": "not_allowed", "closed_moderator": "not_allowed",
    },
}  # fmt: skip


@pytest.mark.parametrize("state", RIGHTS)
def test_what_each_person_s_words_become(cast: Cast, state: State) -> None:
    said = {}
    idea = idea_in(state, author=cast["author"])
    people = {name: agent for name, agent in cast.items() if name in PEOPLE}
    people["recused"] = cast["other_moderator"]
    people["expert"] = AgentFactory.create()
    Recusal.objects.create(idea=idea, member=people["recused"])
    Opinion.objects.create(
        idea=idea, expert=people["expert"], question="?", asked_by=cast["moderator"], asked_at=timezone.now(),
        due_on=timezone.localdate(),
    )  # fmt: skip
    for name in PEOPLE:
        # The author last: their words would be what a member answers.
        if name != "author":
            said[name] = became(answer(arrival(people[name]), idea))
    said["author"] = became(answer(arrival(people["author"]), idea))
    assert said == RIGHTS[state]
    assert not Answer.objects.filter(published_at=None).exists()


def test_once_for_one_message(idea: Idea, colleague: Agent) -> None:
    given = arrival(colleague)
    assert answer(given, idea).became == answer(given, idea).became
    assert Comment.objects.count() == 1


# The author


def test_the_author_answers_the_group_and_nobody_else_reads(
    idea: Idea, author: Agent, moderator: Agent, told: Told
) -> None:
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


def test_the_first_word_of_an_author_reaches_the_whole_group(
    author: Agent, moderator: Agent, other_moderator: Agent, told: Told
) -> None:
    idea = IdeaFactory.create(author=author)
    answer(arrival(author, "J’oubliais : il y en a deux."), idea)
    assert told() == {"suggestions.author_replied": {moderator.identifiant, other_moderator.identifiant}}


def test_a_hidden_author_stays_hidden(author: Agent, moderator: Agent, colleague: Agent, client: Any) -> None:
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
    page = client.get(idea.get_absolute_url()).content.decode()
    assert "Benali" not in page
    assert "Quatre." not in page


def test_a_hidden_author_never_comments_by_mail(author: Agent, colleague: Agent) -> None:
    idea = idea_in(State.UNDER_STUDY, author=author, identity=Identity.HIDDEN)
    comment = comments.comment(idea, by=colleague, text="Qui a écrit cela ?")
    outcome = answer(arrival(author, "Moi !"), comment)
    assert became(outcome) == "not_allowed, held"
    assert outcome.url.startswith("/idees/par-courriel/")
    assert Comment.objects.count() == 1


def test_a_co_author_of_a_merged_idea_writes_to_the_group(
    author: Agent, colleague: Agent, moderator: Agent
) -> None:
    kept = idea_in(State.UNDER_STUDY, author=author, followed_by=moderator)
    absorbed = idea_in(State.UNDER_STUDY, author=colleague, followed_by=moderator)
    merging.merge(kept, by=moderator, absorbed=absorbed, reason="La même.")
    outcome = answer(arrival(colleague), absorbed)
    assert isinstance(outcome.became, Message)
    assert outcome.became.idea == kept


# Readers


def test_a_comment_under_the_head_of_a_merged_idea(outsider: Agent, moderator: Agent) -> None:
    kept = idea_in(State.UNDER_STUDY, followed_by=moderator)
    absorbed = idea_in(State.UNDER_STUDY, followed_by=moderator)
    merging.merge(kept, by=moderator, absorbed=absorbed, reason="La même.")
    outcome = answer(arrival(outsider), absorbed)
    assert isinstance(outcome.became, Comment)
    assert outcome.became.idea == kept


def test_an_answer_in_a_conversation_stands_in_it(
    idea: Idea, colleague: Agent, outsider: Agent, author: Agent
) -> None:
    comment = comments.comment(idea, by=colleague, text="Et le papier ?")
    outcome = answer(arrival(outsider, "Recyclé."), comment)
    assert isinstance(outcome.became, Comment)
    assert outcome.became.parent == comment
    # A named author too: it is what they were told of.
    own = answer(arrival(author, "Tout à fait."), comment)
    assert isinstance(own.became, Comment)
    assert own.became.parent == comment


def test_a_conversation_hidden_meanwhile_waits_for_its_sender(
    idea: Idea, colleague: Agent, outsider: Agent, moderator: Agent
) -> None:
    comment = comments.comment(idea, by=colleague, text="Injure.")
    comments.hide_comment(comment, by=moderator, reason="Injurieux.")
    outcome = answer(arrival(outsider), comment)
    assert became(outcome) == "not_allowed, held"
    assert "caché" in outcome.sentence


def test_a_letter_answered_by_somebody_else_is_theirs(idea: Idea, author: Agent, outsider: Agent) -> None:
    outcome = answer(arrival(outsider, "Je réponds pour elle.", given_to=author, trust=Trust.VERIFIED), idea)
    assert isinstance(outcome.became, Comment)
    assert outcome.became.author == outsider
    assert outcome.acknowledgement is not None
    assert any("quelqu’un d’autre" in line for line in outcome.acknowledgement.lines)


def test_what_one_may_not_see_is_not_named(author: Agent, outsider: Agent) -> None:
    idea = IdeaFactory.create(author=author, title="Secret de bureau")
    outcome = answer(arrival(outsider, given_to=author), idea)
    assert became(outcome) == "not_allowed"
    assert "Secret" not in outcome.sentence
    assert outcome.became is None


def test_who_typed_an_idea_for_a_colleague_chooses(author: Agent, colleague: Agent) -> None:
    idea = IdeaFactory.create(author=author, entered_by=colleague, contact="spoken")
    assert became(answer(arrival(colleague, "C’est dit."), idea)) == "not_allowed, held"


def test_long_words_are_cut_and_it_is_said(idea: Idea, outsider: Agent, author: Agent) -> None:
    text = "\n\n".join(f"Paragraphe {n} de ce long message." for n in range(300))
    outcome = answer(arrival(outsider, text), idea)
    assert isinstance(outcome.became, Comment)
    assert len(outcome.became.text) <= 2000
    assert outcome.acknowledgement is not None
    assert any("sa fin n’est pas publiée" in line for line in outcome.acknowledgement.lines)
    message = answer(arrival(author, text), idea).became
    assert isinstance(message, Message)
    assert len(message.text) <= exchange.MESSAGE_LENGTH
    assert "message entier" in message.text


def test_nothing_but_a_quotation(idea: Idea, outsider: Agent) -> None:
    given = arrival(outsider, folded="> Bonjour", text=" \n ")
    assert became(answer(given, idea)) == "unreadable"
    assert not Comment.objects.exists()


# An expert


def test_an_expert_gives_the_opinion_asked(idea: Idea, expert: Agent, moderator: Agent, told: Told) -> None:
    given = arrival(expert, "Oui, sans peine.")
    outcome = answer(given, idea)
    opinion = Opinion.objects.get()
    assert outcome.became == opinion
    assert (opinion.text, opinion.mail) == ("Oui, sans peine.", given.mail)
    assert told()["suggestions.opinion_given"] == {moderator.identifiant}
    # Given once: the next words are a reader's.
    assert became(answer(arrival(expert), idea)) == "Comment"


# The group


def test_a_member_prepares_the_answer_that_is_never_published_by_mail(
    idea: Idea, moderator: Agent, other_moderator: Agent, told: Told
) -> None:
    decided(idea)
    given = arrival(moderator, "Oui, dès janvier.\n\n<b>Merci</b> à vous.")
    outcome = answer(given, idea)
    prepared = Answer.objects.get()
    assert outcome.became == prepared
    assert (prepared.prepared_by, prepared.published_at, prepared.mail) == (moderator, None, given.mail)
    assert "<p>Oui, dès janvier.</p>" in prepared.text
    assert "<b>" not in prepared.text
    assert told()["suggestions.to_reread"] == {other_moderator.identifiant}
    assert outcome.acknowledgement is not None
    assert "n’est pas publiée" in " ".join(outcome.acknowledgement.lines)
    idea.refresh_from_db()
    assert idea.state == State.UNDER_STUDY


def test_a_draft_of_another_member_is_not_written_over(
    idea: Idea, moderator: Agent, other_moderator: Agent
) -> None:
    draft = answered(idea)
    outcome = answer(arrival(other_moderator, "Non."), idea)
    assert became(outcome) == "not_allowed, held"
    assert str(moderator) in outcome.sentence
    assert Answer.objects.get().text == draft.text
    # One's own is said better.
    assert became(answer(arrival(moderator, "Oui, en mars."), idea)) == "Answer"


@pytest.mark.parametrize("trust", [Trust.TOKEN, Trust.UNVERIFIED])
def test_only_a_verified_member_speaks_for_the_group(idea: Idea, moderator: Agent, trust: str) -> None:
    decided(idea)
    outcome = answer(arrival(moderator, trust=trust), idea)
    assert became(outcome) == "not_allowed, held"
    assert not Answer.objects.exists()


def test_a_member_answers_the_author_who_wrote_last(
    idea: Idea, author: Agent, moderator: Agent, other_moderator: Agent
) -> None:
    answer(arrival(author, "Puis-je ajouter un plan ?"), idea)
    assert became(answer(arrival(other_moderator, "Oui.", trust=Trust.TOKEN), idea)) == "not_allowed, held"
    outcome = answer(arrival(other_moderator, "Oui, volontiers."), idea)
    assert isinstance(outcome.became, Message)
    assert (outcome.became.is_from_author, outcome.became.written_by) == (False, other_moderator)
    # The author has their answer: another word is nobody's yet.
    assert became(answer(arrival(moderator, "Moi aussi."), idea)) == "not_allowed, held"
    assert not Evaluation.objects.exists()


def test_a_member_is_an_author_as_any_other(moderator: Agent, other_moderator: Agent) -> None:
    idea = idea_in(State.UNDER_STUDY, author=moderator, followed_by=other_moderator)
    decided(idea)
    assert became(answer(arrival(moderator, "Merci !"), idea)) == "Message"
    assert not Answer.objects.exists()


def test_a_closed_idea_says_how_it_stands(outsider: Agent) -> None:
    idea = idea_in(State.DECLINED)
    outcome = answer(arrival(outsider), idea)
    assert outcome.refusal == Reason.CLOSED
    assert outcome.is_held
    assert outcome.became == idea
    assert "non retenue" in outcome.sentence
    assert not Comment.objects.exists()
