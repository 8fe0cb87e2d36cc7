"""A form whose token is too old: sent again by a button, or through the sign-in, and no word is lost."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.people.resume_after_login import token_for
from core.web.forms import MADE_FOR, RESUMING, SECRET
from tests.factories import AgentFactory
from tests.pages import forms_of
from tests.people.resumable_pages import (
    LETTER,
    LOGIN,
    RECEIVED,
    WORDS,
    come_back,
    end_sessions,
    enter,
    only_form,
    opened_letter,
    words,
)
from tests.web.test_fields import fields_of_forms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_pages")]


# A token that was replaced


def test_signing_in_again_in_another_tab_loses_no_word(tab, author):
    typed = opened_letter(tab, author)
    end_sessions()
    enter(tab, author)
    page = tab.post(LETTER, typed)
    assert page.status_code == 403
    assert "Cette page était ouverte depuis trop longtemps" in words(page)
    assert not RECEIVED
    again = tab.post(LETTER, only_form(page, LETTER).values)
    (form,) = forms_of(again.text)
    assert form.values["text"].split() == WORDS.split()
    assert tab.post(LETTER, form.values).text == "reçue"


def test_without_session_nor_token_the_words_go_to_the_sign_in(tab, author):
    typed = opened_letter(tab, author)
    tab.cookies.clear()
    page = tab.post(LETTER, typed)
    assert "vos mots sont gardés" in words(page)
    assert "vos mots sont là" in words(come_back(tab, page, author))


# A page made for nobody

STALE = {"csrfmiddlewaretoken": "a" * 64}
HERE = {"origin": "http://testserver"}
NOTE = "/note/?lieu=atelier"


def test_a_stale_form_is_sent_again_by_a_button(tab, author):
    enter(tab, author)
    tab.get(NOTE)
    page = tab.post(NOTE, {"text": WORDS} | STALE, headers=HERE)
    assert page.status_code == 403
    assert "envoyez-le de nouveau par ce bouton" in words(page)
    assert "« Retour »" not in words(page)
    assert "no-store" in page.headers["Cache-Control"]
    assert not RECEIVED
    assert tab.post(NOTE, only_form(page, NOTE).values, headers=HERE).text == "reçue"
    assert RECEIVED[0]["text"].splitlines() == WORDS.splitlines()


def test_a_stale_form_with_files_is_not_sent_without_them(tab, author):
    enter(tab, author)
    sent = {"text": WORDS, "piece": SimpleUploadedFile("plan.txt", b"le plan")} | STALE
    page = tab.post(NOTE, sent, headers=HERE)
    assert page.status_code == 403
    assert "choisissez-les de nouveau" in words(page)
    assert "Où ranger les vélos" in words(page)
    assert not [form for form in forms_of(page.text) if form.action == NOTE]


@pytest.mark.parametrize("headers", [{}, {"origin": "http://ailleurs.example"}, {"origin": "null"}])
def test_a_form_of_another_site_gets_no_button(tab, author, headers):
    enter(tab, author)
    page = tab.post(NOTE, {"text": WORDS} | STALE, headers=headers)
    assert page.status_code == 403
    assert "le bouton « Retour »" in words(page)
    assert "Où ranger" not in words(page)


def test_a_stale_form_without_a_session_says_to_sign_in_and_keeps_the_words(tab):
    page = tab.post(NOTE, {"text": WORDS} | STALE, headers=HERE)
    assert page.status_code == 403
    assert "Où ranger les vélos" in words(page)
    assert f"{LOGIN}?next=%2Fnote%2F%3Flieu%3Datelier" in page.text
    assert not [form for form in forms_of(page.text) if form.action == NOTE]


def typed_in(values: dict[str, str]) -> dict[str, Any]:
    """As a browser sends a form that takes no file."""
    return {"data": urlencode(values), "content_type": "application/x-www-form-urlencoded", "headers": HERE}


def test_a_stale_form_open_to_strangers_is_sent_again(tab):
    page = tab.post("/note-ouverte/", **typed_in({"text": WORDS} | STALE))
    assert only_form(page, "/note-ouverte/").values["text"].split() == WORDS.split()


def test_a_stale_sign_in_keeps_the_identifiant_alone(tab, author):
    page = tab.post(LOGIN, **typed_in({"login": "nadia.b", "password": "tournesol"} | STALE))
    assert "tournesol" not in page.text
    assert "Le mot de passe ou le code n’a pas suivi" in words(page)
    again = tab.post(LOGIN, **typed_in(only_form(page, LOGIN).values))
    assert again.status_code == 200
    assert only_form(again, LOGIN).values["login"] == "nadia.b"


def test_every_secret_field_is_left_out():
    secret = {
        name: field
        for name, field in fields_of_forms().items()
        if isinstance(field.widget, forms.PasswordInput)
    }
    assert secret
    assert [name for name in secret if not SECRET.search(name.rpartition(".")[2])] == []


def test_a_sign_in_never_comes_back_so_that_its_guesses_are_counted(client, author):
    """Undone with the rest, the failures would be no failures."""
    sent = {"login": author.identifiant, "password": "au hasard", "x": "un mot", MADE_FOR: token_for(author)}
    answer = client.post(
        reverse("account_login"), {**sent, RESUMING: "1"}, headers={"X-Requested-With": "XMLHttpRequest"}
    )
    assert answer.status_code == 403
    assert "au hasard" not in answer.text


def test_what_a_view_made_is_not_shown_where_it_is_undone(signed_in, head):
    """New recovery codes that would not be kept; a page made for somebody else."""
    client = signed_in(head)
    for address, agent in (
        ("mfa_generate_recovery_codes", head),
        ("notifications:all_read", AgentFactory.create()),
    ):
        sent = {MADE_FOR: token_for(agent), RESUMING: "1", "replaced": "un mot"}
        assert client.post(reverse(address), sent).status_code == 403
