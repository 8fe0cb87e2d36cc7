"""The answer: prepared from the decision, reread, published, then corrected without hiding a word."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.models import Agent
from core.search.models import SeeAlso
from suggestions.decisions.actions import decide
from suggestions.decisions.answers import (
    answer_in_place,
    correct_answer,
    prepare_answer,
    publish_answer,
    reread_and_publish,
    reread_answer,
)
from suggestions.decisions.policies import can_answer_in_place, can_decide
from suggestions.evaluation.actions import recuse
from suggestions.evaluation.policies import can_evaluate, can_see_marks
from suggestions.evaluation.queue import rereadings_waiting_for
from suggestions.models import Answer, Correction, Decision, Follow, Idea
from suggestions.states import State, Verdict
from tests.factories import AgentFactory
from tests.suggestions.factories import answered, criterion_of_the_grid, decided, evaluate, idea_in

pytestmark = pytest.mark.django_db


def decide_again(idea: Idea, verdict: str, *, by: Agent) -> None:
    criteria = [criterion_of_the_grid()] if verdict == Verdict.DECLINED else []
    idea.evaluation_closed_at = idea.taken_at
    idea.save()
    seen = Decision.objects.get(idea=idea).stamp
    decide(idea, by=by, verdict=verdict, reasons="Autrement.", criteria=criteria, seen=seen)


def link_to_another(idea: Idea, by: Agent) -> None:
    kind, other = ContentType.objects.get_for_model(Idea), idea_in(State.DONE)
    SeeAlso.objects.create(
        first_type=kind, first_id=idea.pk, second_type=kind, second_id=other.pk, added_by=by
    )


def test_decided_then_prepared_then_published_then_corrected(idea, moderator):
    with pytest.raises(ValidationError, match="Aucune décision n’est notée"):
        prepare_answer(idea, by=moderator, text="<p>Oui</p>")
    with pytest.raises(ValidationError, match="Aucune réponse n’est préparée"):
        publish_answer(idea, by=moderator, draft="")
    answered(idea)
    with pytest.raises(ValidationError, match="pas encore publiée"):
        correct_answer(idea, by=moderator, text="<p>Mars.</p>", reason="Si.", seen="0")


@pytest.mark.parametrize("text", ["<p></p>", "<script>x()</script>", "<p> <br></p>", ""])
def test_an_answer_that_says_nothing_is_refused(idea, moderator, text):
    decided(idea)
    with pytest.raises(ValidationError):
        prepare_answer(idea, by=moderator, text=text)
    assert not Answer.objects.exists()


def test_nobody_rereads_their_own_words(idea, moderator, other_moderator, told):
    decided(idea)
    answer = prepare_answer(idea, by=moderator, text="<p>Oui</p>")
    assert told() == {"suggestions.to_reread": {other_moderator.identifiant}}
    with pytest.raises(ValidationError, match="un autre membre du groupe la relit"):
        reread_answer(idea, by=moderator, draft=answer.stamp)
    with pytest.raises(ValidationError, match="Un second membre doit d’abord relire"):
        publish_answer(idea, by=moderator, draft=answer.stamp)
    reread_answer(idea, by=other_moderator, draft=answer.stamp)
    assert told()["suggestions.reread"] == {moderator.identifiant}
    assert publish_answer(idea, by=moderator, draft=answer.stamp).state == State.RETAINED


def test_a_member_reads_why_they_may_not_publish(idea, moderator, other_moderator, head, signed_in):
    recuse(idea, by=head)
    decided(idea)
    answer = prepare_answer(idea, by=moderator, text="<p>Oui</p>")
    own, apart = "Vous avez préparé la réponse", "Cette idée est laissée aux autres membres"
    assert own in signed_in(moderator).get(idea.get_absolute_url()).text
    page = signed_in(other_moderator).get(idea.get_absolute_url()).text
    assert "Relire et publier" in page
    assert own not in page
    assert apart in signed_in(head).get(idea.get_absolute_url()).text
    reread_answer(idea, by=other_moderator, draft=answer.stamp)
    page = signed_in(moderator).get(idea.get_absolute_url()).text
    assert "Publier la réponse" in page
    assert own not in page


def test_two_members_answer_that_it_is_in_place_without_an_evaluation(idea, moderator, other_moderator):
    assert can_answer_in_place(moderator, idea)
    answer = answer_in_place(idea, by=moderator, text="<p>Sur l’intranet, depuis mars.</p>")
    decision = Decision.objects.get()
    assert decision.verdict == Verdict.IN_PLACE
    assert decision.reasons == "Sur l’intranet, depuis mars."
    assert "deux membres suffisent" in decision.without_quorum_because
    idea.refresh_from_db()
    assert idea.state == State.UNDER_STUDY
    with pytest.raises(ValidationError, match="un autre membre du groupe la relit"):
        reread_and_publish(idea, by=moderator, draft=answer.stamp)
    with pytest.raises(ValidationError, match="dites où"):
        reread_and_publish(idea, by=other_moderator, draft=answer.stamp)
    # Neither read nor published: the refusal took both back.
    assert Answer.objects.get().reread_by is None
    with pytest.raises(ValidationError, match="notée entre-temps"):
        answer_in_place(idea, by=other_moderator, text="<p>Ailleurs.</p>")


def test_in_place_opens_neither_the_marks_nor_another_decision(idea, moderator, other_moderator):
    evaluate(idea, other_moderator)
    answer = answer_in_place(idea, by=moderator, text="<p>Sur l’intranet.</p>")
    for member in (moderator, other_moderator):
        idea = Idea.objects.get(pk=idea.pk)
        assert idea.evaluation_closed_at is None
        assert not can_decide(member, idea)
    assert can_evaluate(moderator, idea)
    assert not can_see_marks(moderator, idea)
    said = {"reasons": "Autrement.", "criteria": [criterion_of_the_grid()]}
    for verdict in (Verdict.DECLINED, Verdict.RETAINED):
        with pytest.raises(ValidationError, match="Le quorum n’est pas atteint"):
            decide(idea, by=other_moderator, verdict=verdict, seen=Decision.objects.get().stamp, **said)
    decision = Decision.objects.get()
    assert decision.verdict == Verdict.IN_PLACE
    assert "deux membres suffisent" in decision.without_quorum_because
    link_to_another(idea, moderator)
    reread_and_publish(idea, by=other_moderator, draft=answer.stamp)
    idea = Idea.objects.get(pk=idea.pk)
    assert idea.evaluation_closed_at == idea.decided_at


def test_a_second_member_rereads_and_publishes_at_once(idea, moderator, other_moderator, told):
    decided(idea)
    answer = prepare_answer(idea, by=moderator, text="<p>Oui</p>")
    assert set(rereadings_waiting_for(other_moderator)) == {idea}
    assert not rereadings_waiting_for(moderator)
    with pytest.raises(ValidationError, match="un autre membre du groupe la relit"):
        reread_and_publish(idea, by=moderator, draft=answer.stamp)
    with pytest.raises(ValidationError, match="réécrite entre-temps"):
        reread_and_publish(idea, by=other_moderator, draft="another")
    assert reread_and_publish(idea, by=other_moderator, draft=answer.stamp).state == State.RETAINED
    answer.refresh_from_db()
    assert (answer.reread_by, answer.published_by) == (other_moderator, other_moderator)
    assert "suggestions.reread" not in told()
    assert not rereadings_waiting_for(other_moderator)


def test_an_author_of_the_group_is_not_asked_to_reread(moderator, other_moderator, told):
    decided(idea := idea_in(State.UNDER_STUDY, author=other_moderator, followed_by=moderator))
    prepare_answer(idea, by=moderator, text="<p>Oui</p>")
    assert told() == {}


@pytest.mark.parametrize("text", ["<p>Oui, dès mars.</p>", "<p>Oui, dès janvier. </p>"])
def test_rewriting_voids_the_rereading(idea, moderator, other_moderator, text):
    read = answered(idea)
    prepare_answer(idea, by=other_moderator, text=text)
    with pytest.raises(ValidationError, match="réécrite entre-temps par Malik Silva"):
        publish_answer(idea, by=moderator, draft=read.stamp)
    with pytest.raises(ValidationError, match="doit d’abord relire"):
        publish_answer(idea, by=moderator, draft=Answer.objects.get().stamp)
    assert not OutgoingMail.objects.filter(kind="suggestions.answered").exists()


def test_the_same_words_are_still_reread(idea, moderator, other_moderator):
    read = answered(idea)
    prepare_answer(idea, by=other_moderator, text=read.text)
    assert (Answer.objects.get().prepared_by, Answer.objects.get().is_reread) == (moderator, True)


def test_deciding_again_voids_the_rereading_and_the_words(idea, moderator, head):
    read = answered(idea)
    decide_again(idea, "declined", by=head)
    assert Answer.objects.get().reread_by is None
    for act in (reread_answer, publish_answer):
        with pytest.raises(ValidationError, match=r"La décision a changé .* non retenue"):
            act(idea, by=head, draft=read.stamp)
    again = prepare_answer(idea, by=moderator, text="<p>Non, pas sans archives.</p>")
    assert again.verdict == "declined"
    reread_answer(idea, by=head, draft=again.stamp)
    assert publish_answer(idea, by=moderator, draft=again.stamp).state == State.DECLINED
    assert "n’est pas retenue" in Notification.objects.get(kind="suggestions.answered").text


def test_corrections_hide_nothing_and_are_told(idea, author, outsider, moderator, other_moderator, told):
    answer = answered(idea)
    for follower in (outsider, AgentFactory.create(is_active=False)):
        Follow.objects.create(idea=idea, agent=follower)
    publish_answer(idea, by=moderator, draft=answer.stamp)
    assert told() == {
        "suggestions.answered": {author.identifiant},
        "suggestions.followed_answered": {outsider.identifiant},
    }
    first = correct_answer(idea, by=moderator, text="<p>Mars.</p>", reason="Le marché tarde.", seen="0")
    assert told()["suggestions.corrected"] == {author.identifiant}
    assert Notification.objects.filter(recipient=outsider, text__contains="Le marché tarde.").count() == 1
    with pytest.raises(ValidationError, match="corrigée entre-temps par Rose Leroy"):
        correct_answer(idea, by=other_moderator, text="<p>Mai.</p>", reason="Encore.", seen="0")
    with pytest.raises(ValidationError, match="Rien n’est changé"):
        correct_answer(idea, by=moderator, text="<p>Mars.</p>", reason="Rien.", seen=str(first.pk))

    correct_answer(idea, by=other_moderator, text="<p>Mai.</p>", reason="Encore.", seen=str(first.pk))
    assert Answer.objects.get().text == "<p>Oui, dès janvier.</p>"
    assert list(Correction.objects.values_list("text", flat=True)) == ["<p>Mars.</p>", "<p>Mai.</p>"]
    assert first.written_by == moderator
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        Correction.objects.update(reason="Rien.")


@pytest.mark.parametrize(
    "changes", [{"text": "<p>Non.</p>"}, {"verdict": "declined"}, {"published_at": None}]
)
def test_the_database_keeps_published_words(moderator, changes):
    idea_in(State.RETAINED, followed_by=moderator)
    with pytest.raises(IntegrityError, match="published words never change"), transaction.atomic():
        Answer.objects.update(**changes)
    Answer.objects.update(published_by=moderator)
