"""An idea's whole file for the archives: who takes it, and what is in it."""

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from suggestions.decisions.actions import decide
from suggestions.decisions.answers import correct_answer, publish_answer
from suggestions.exchange import actions
from suggestions.models import Comment, Idea
from suggestions.states import State
from tests.suggestions.factories import answered, decided, evaluate, idea_in

pytestmark = pytest.mark.django_db


def url(idea: Idea) -> str:
    return reverse("suggestions:idea_dossier", args=[idea.reference])


def words_of(content: bytes) -> str:
    return " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_the_whole_path(author, moderator, other_moderator, outsider, signed_in):
    idea = idea_in(State.UNDER_STUDY, author=author, identity="hidden", followed_by=moderator)
    evaluate(idea, other_moderator, veto="Rien ne se relira.")
    actions.write_to_author(idea, by=moderator, text="Combien de feuilles ?")
    actions.reply(idea, by=author, text="Quatre feuilles.")
    Comment.objects.create(idea=idea, author=outsider, text="Très bonne idée.")
    hidden = {"hidden_at": timezone.now(), "hidden_by": moderator, "hidden_reason": "Elle vise quelqu’un."}
    Comment.objects.create(idea=idea, author=outsider, text="À bas Untel.", **hidden)
    idea.refresh_from_db()
    said = {"verdict": "retained", "reasons": "Utile à tous.", "veto_lifted_because": "Une copie est versée."}
    Idea.objects.filter(pk=idea.pk).update(evaluation_closed_at=timezone.now())
    decide(idea, by=moderator, **said)
    stamp = answered(idea).stamp
    publish_answer(idea, by=moderator, draft=stamp)
    correct_answer(idea, by=moderator, text="<p>En mars.</p>", reason="Le marché tarde.", seen="0")
    response = signed_in(moderator).get(url(idea))
    assert response.headers["Content-Disposition"] == f'attachment; filename="idee-{idea.label}.pdf"'
    root = PdfReader(io.BytesIO(response.content)).root_object
    assert b"pdfaid" in root["/Metadata"].get_object().get_data()
    text = words_of(response.content)
    held = [idea.title, "Nadia Benali", "nom caché aux lecteurs", "Rien ne se relira.", "Combien de feuilles"]
    held += ["Quatre feuilles.", "Utile à tous.", "Une copie est versée.", "En mars.", "Le marché tarde."]
    held += ["Oui, dès janvier.", "Très bonne idée.", "Elle vise quelqu’un."]
    assert [words for words in held if words not in text] == []
    assert "À bas Untel." not in text


def test_a_member_takes_no_more_of_their_own_idea_than_its_page_shows(moderator, other_moderator, signed_in):
    idea = idea_in(State.UNDER_STUDY, author=moderator, followed_by=other_moderator)
    evaluate(idea, other_moderator, veto="Rien ne se relira.")
    decided(idea, veto_lifted_because="Une copie est versée.")
    answered(idea)
    text = words_of(signed_in(moderator).get(url(idea)).content)
    for words in ("Rien ne se relira.", "dès janvier", "Utile à tous."):
        assert words not in text


def test_an_anonymous_author_is_nobody(moderator, signed_in):
    idea = idea_in(State.UNDER_STUDY, author=None, identity="anonymous", followed_by=moderator)
    assert "un agent anonyme" in words_of(signed_in(moderator).get(url(idea)).content)
