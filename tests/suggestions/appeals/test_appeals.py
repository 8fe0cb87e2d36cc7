"""An author contests a refusal once, with a reason; the group answers once."""

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from suggestions.appeals import answer_appeal, appeal
from suggestions.models import Appeal, Idea, Merge
from suggestions.policies import appeals_waiting_for, can_answer_appeal, can_appeal, can_read_appeal
from suggestions.states import State
from tests.factories import AgentFactory
from tests.suggestions.factories import action_url, idea_in

pytestmark = pytest.mark.django_db
WHY = "Le logiciel cité n\u2019existe plus."
SAID = "C\u2019est exact\u00a0: nous le corrigeons."


def test_who_contests_and_who_answers(cast):
    idea = idea_in(State.DECLINED, author=cast["author"])
    assert {person for person, agent in cast.items() if can_appeal(agent, idea)} == {"author"}
    for agent in set(cast.values()) - {cast["author"]}:
        with pytest.raises(PermissionDenied):
            appeal(idea, by=agent, reason=WHY)
    appeal(idea, by=cast["author"], reason=WHY)
    idea = Idea.objects.get(pk=idea.pk)
    group = {"moderator", "other_moderator", "head"}
    assert {person for person, agent in cast.items() if can_answer_appeal(agent, idea)} == group
    for person in set(cast) - group:
        with pytest.raises(PermissionDenied):
            answer_appeal(idea, by=cast[person], answer=SAID)


@pytest.mark.parametrize("state", [state for state in State if state != State.DECLINED])
def test_only_a_refusal_is_contested(author, moderator, state):
    idea = idea_in(state, author=author)
    assert not can_appeal(author, idea)
    with pytest.raises(ValidationError):
        appeal(idea, by=author, reason=WHY)
    with pytest.raises(IntegrityError, match="against a refusal"), transaction.atomic():
        Appeal.objects.create(idea=idea, reason=WHY, made_by=author)


def test_each_once(author, moderator, head, told):
    idea = idea_in(State.DECLINED, author=author)
    with pytest.raises(ValidationError, match="pas contesté"):
        answer_appeal(idea, by=moderator, answer=SAID)

    made = appeal(idea, by=author, reason=WHY)
    assert moderator.identifiant in told()["suggestions.author_replied"]
    assert set(Idea.objects.with_unanswered_appeals()) == {idea}
    assert appeal(idea, by=author, reason=WHY) == made  # The same page, sent twice.
    with pytest.raises(ValidationError, match="déjà contesté"):
        appeal(idea, by=author, reason="Encore.")
    answer_appeal(idea, by=moderator, answer=SAID)
    assert told()["suggestions.written"] == {author.identifiant}
    with pytest.raises(ValidationError, match="a répondu entre-temps"):
        answer_appeal(idea, by=head, answer="Autre chose.")
    assert not Idea.objects.with_unanswered_appeals()
    made.refresh_from_db()
    assert (made.answer, made.answered_by) == (SAID, moderator)


def test_the_database_refuses_half_an_answer_and_keeps_the_words(author, moderator):
    idea = idea_in(State.DECLINED, author=author)
    appeal(idea, by=author, reason=WHY)
    given = {"answer": SAID, "answered_at": timezone.now()}
    for wrong in (given, {"answer": SAID}, given | {"answered_by": author}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.update(**wrong)
    answer_appeal(idea, by=moderator, answer=SAID)
    undone = {"answered_at": None, "answered_by": None, "answer": ""}
    for changed in ({"answer": "Dit autrement."}, {"reason": "Écrit autrement."}, undone):
        with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
            Appeal.objects.update(**changed)


def test_from_the_page(author, outsider, moderator, signed_in):
    idea = idea_in(State.DECLINED, author=author)
    theirs = signed_in(author)
    assert action_url(idea, "contester") in theirs.get(idea.get_absolute_url()).text
    assert "Dites pourquoi" in theirs.post(action_url(idea, "contester"), {"reason": ""}).text
    assert theirs.post(action_url(idea, "contester"), {"reason": WHY}).status_code == 302
    page = theirs.get(idea.get_absolute_url()).text
    assert (WHY in page, action_url(idea, "contester") in page) == (True, False)
    group = signed_in(moderator)
    assert action_url(idea, "repondre-contestation") in group.get(idea.get_absolute_url()).text
    for page in (
        action_url(idea, "repondre-contestation"),
        reverse("admin:suggestions_idea_change", args=[idea.pk]),
        action_url(idea, "repondre-contestation", at_the_desk=True),
    ):
        assert WHY in group.get(page).text, page
    group.post(action_url(idea, "repondre-contestation"), {"answer": SAID})
    assert SAID in theirs.get(idea.get_absolute_url()).text
    others = signed_in(outsider).get(idea.get_absolute_url()).text
    assert WHY not in others
    assert SAID not in others


def test_who_contested_is_answered_and_authors_of_merged_ideas_are_not(author, moderator, outsider, head):
    idea = idea_in(State.DECLINED, author=author)
    merged = idea_in(State.UNDER_STUDY, author=outsider)
    Idea.objects.filter(pk=merged.pk).update(merged_into=idea, head=idea)
    Merge.objects.create(kept=idea, absorbed=merged, made_by=head)
    appeal(idea, by=author, reason=WHY)
    answer_appeal(Idea.objects.get(pk=idea.pk), by=moderator, answer=SAID)
    answers = Notification.objects.filter(kind="suggestions.written")
    assert [answer.recipient for answer in answers] == [author]
    assert "Vous avez contesté" in answers[0].text
    assert not can_read_appeal(outsider, Idea.objects.get(pk=idea.pk))


@pytest.mark.parametrize("identity", ["named", "hidden"])
def test_a_colleague_who_contests_is_answered_and_the_author_told(
    author, colleague, moderator, signed_in, identity
):
    idea = idea_in(State.DECLINED, author=author, entered_by=colleague, contact="spoken", identity=identity)
    appeal(idea, by=colleague, reason=WHY)
    asked = Notification.objects.filter(kind="suggestions.author_replied").first()
    assert asked
    assert f"{colleague}, qui a saisi" in asked.text
    answer_appeal(Idea.objects.get(pk=idea.pk), by=moderator, answer=SAID)
    texts = {each.recipient: each.text for each in Notification.objects.filter(kind="suggestions.written")}
    assert set(texts) == {author, colleague}
    assert "Vous avez contesté" in texts[colleague]
    assert f"a été contesté pour vous par {colleague}" in texts[author]
    mail = OutgoingMail.objects.get(kind="suggestions.written", agent=colleague)
    assert (idea.title in mail.subject) is (identity == "named")
    page = signed_in(author).get(idea.get_absolute_url()).text
    assert f"<strong>{colleague}, qui a saisi l’idée</strong>" in page


def test_the_reason_and_the_answer_stay_in_the_file_and_in_the_history(
    author, outsider, moderator, signed_in
):
    idea = idea_in(State.DECLINED, author=author)
    appeal(idea, by=author, reason=WHY)
    answer_appeal(Idea.objects.get(pk=idea.pk), by=moderator, answer=SAID)
    client = signed_in(moderator)
    file = client.get(reverse("suggestions:idea_dossier", args=[idea.reference])).content
    text = " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages).split())
    history = reverse("suggestions:idea_history", args=[idea.reference])
    pages = [text] + [
        client.get(path).text for path in (history, reverse("admin:suggestions_idea_history", args=[idea.pk]))
    ]
    for shown in pages:
        assert " ".join(WHY.split()) in (read := " ".join(shown.split()))
        assert " ".join(SAID.split()) in read
    others = signed_in(outsider).get(history).text
    assert WHY not in others
    assert SAID not in others


def test_what_waits_for_an_answer_of_this_member(moderator, other_moderator):
    idea = idea_in(State.DECLINED, author=moderator)
    appeal(idea, by=moderator, reason=WHY)
    entered = idea_in(State.DECLINED, author=AgentFactory.create(), entered_by=moderator, contact="spoken")
    appeal(entered, by=moderator, reason=WHY)
    assert set(appeals_waiting_for(other_moderator)) == {idea, entered}
    assert not appeals_waiting_for(moderator)
    for each in (idea, entered):
        assert not can_answer_appeal(moderator, Idea.objects.get(pk=each.pk))
