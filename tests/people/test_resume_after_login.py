"""A tiny form of the tests' own, sent after the session has ended, through the site's real doors."""

import logging
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from core.people import resume_after_login
from core.people.models import Agent, Direction
from core.people.resume_after_login import CARRIED, LIMIT, token_for, unpack
from core.web.forms import MADE_FOR
from tests.pages import FRAME, forms_of
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

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_pages")]


@pytest.fixture
def typed(own_pages: None, tab: Client, author: Agent) -> dict[str, Any]:
    """What the author typed in a page whose session has ended."""
    fields = opened_letter(tab, author)
    end_sessions()
    return fields


# The whole way


def test_the_words_come_back_after_the_sign_in_and_nothing_was_done(tab, author, typed):
    page = tab.post(LETTER + "?lieu=atelier", typed)
    assert page.status_code == 403
    assert FRAME in words(page)
    assert "Reconnectez-vous : vos mots sont gardés" in words(page)
    assert "no-store" in page.headers["Cache-Control"]
    assert not RECEIVED
    back = come_back(tab, page, author)
    assert back.status_code == 200
    assert "Vous êtes de nouveau connecté : vos mots sont là" in words(back)
    assert "no-store" in back.headers["Cache-Control"]
    assert back.text.count('name="tags"') == 2
    (form,) = [form for form in forms_of(back.text) if form.action == LETTER + "?lieu=atelier"]
    refilled = tab.post(form.action, form.values | {"tags": ["a", "b"]})
    assert not RECEIVED
    (again,) = forms_of(refilled.text)
    assert again.values["subject"] == "Vélos"
    assert again.values["text"].split() == WORDS.split()
    assert again.values["submission_key"] == typed["submission_key"]
    assert tab.post(LETTER, again.values).text == "reçue"
    assert RECEIVED[0]["text"].strip().splitlines() == WORDS.splitlines()
    assert MADE_FOR not in RECEIVED[0]


def test_a_form_of_a_page_made_for_nobody_goes_to_the_sign_in(tab, typed):
    del typed[MADE_FOR]
    page = tab.post(LETTER, typed)
    assert page.status_code == 302
    assert page.url == f"{LOGIN}?next={LETTER}"


@pytest.mark.parametrize("value", ["", "abc:def", "\x00"])
def test_a_field_that_this_site_did_not_sign_carries_nothing(tab, typed, value):
    assert tab.post(LETTER, typed | {MADE_FOR: value}).status_code == 302


def test_a_wrong_password_keeps_the_words(tab, author, typed):
    page = tab.post(LETTER, typed)
    for _ in range(2):
        page = come_back(tab, page, author, password="faux")
        assert page.status_code == 200
        assert "inexact" in words(page)
        assert "vos mots sont gardés" in words(page)
    assert "vos mots sont là" in words(come_back(tab, page, author))


def test_files_are_said_not_to_follow(tab, author, typed):
    page = tab.post(LETTER, typed | {"piece": SimpleUploadedFile("plan.txt", b"le plan")})
    assert "vous les joindrez de nouveau" in words(page)
    back = come_back(tab, page, author)
    assert "joignez-les de nouveau" in words(back)
    assert "le plan" not in words(back)


def test_the_sign_in_page_sent_twice_gives_the_words_twice(tab, author, typed):
    page = tab.post(LETTER, typed)
    come_back(tab, page, author)
    # Reloaded: the tab sends the same form, whose token is now too old.
    again = come_back(tab, page, author)
    assert again.status_code == 403
    assert only_form(again, LETTER).values["text"].split() == WORDS.split()


@pytest.mark.parametrize("field", ["submission_key", "shown_stamp"])
def test_a_button_that_says_nothing_goes_to_the_sign_in(tab, typed, field):
    kept = {name: typed[name] for name in ("csrfmiddlewaretoken", MADE_FOR)}
    page = tab.post(LETTER, {**kept, field: "b5b3", "text": " "})
    assert (page.status_code, page.url) == (302, f"{LOGIN}?next={LETTER}")


def test_secrets_are_not_carried(tab, author):
    enter(tab, author)
    (form,) = forms_of(tab.get("/note/").text)
    end_sessions()
    page = tab.post("/note/", form.values | {"text": WORDS, "new_password": "tournesol"})
    carried = unpack(only_form(page, LOGIN).values[CARRIED])
    assert carried is not None
    assert "tournesol" not in str(carried.fields)
    back = come_back(tab, page, author)
    assert "Le mot de passe ou le code n’a pas suivi" in words(back)
    assert "tournesol" not in words(back)


def test_what_reads_no_form_is_undone_and_sent_again_by_a_button(tab, author):
    enter(tab, author)
    (form,) = forms_of(tab.get("/souhait/").text)
    end_sessions()
    back = come_back(tab, tab.post("/souhait/", form.values | {"text": "Un abri à vélos"}), author)
    page = tab.post("/souhait/", only_form(back, "/souhait/").values)
    assert page.status_code == 403
    assert not Direction.objects.filter(name="Un abri à vélos").exists()
    assert "C’est fait." not in words(tab.get("/"))
    tab.post("/souhait/", only_form(page, "/souhait/").values)
    assert Direction.objects.filter(name="Un abri à vélos").exists()


# Somebody else


def test_another_agent_is_told_and_reads_nothing(tab, typed, outsider):
    page = tab.post(LETTER, typed)
    back = come_back(tab, page, outsider)
    assert back.status_code == 302
    assert back.url == "/"
    home = tab.get("/")
    assert "Quelqu’un d’autre avait commencé un texte sur cet ordinateur" in words(home)
    assert "Où ranger" not in words(home)
    assert "Où ranger" not in str([*tab.session.items()])
    # As from a page that stayed open.
    assert tab.post(LETTER, typed).status_code == 302
    assert not RECEIVED
    assert "Quelqu’un d’autre" in words(tab.get("/"))


# Limits


def test_two_hundred_kilobytes_are_carried(tab, author, typed):
    page = tab.post(LETTER, typed | {"text": "é" * 99_000})
    assert only_form(come_back(tab, page, author), LETTER).values["text"] == "é" * 99_000


def test_beyond_the_words_are_shown_to_be_copied(tab, typed):
    text = "Un mot <b>de</b> trop. " + "é" * (LIMIT // 2)
    page = tab.post(LETTER, typed | {"text": text})
    assert page.status_code == 403
    assert "Copiez votre texte avant de vous connecter" in words(page)
    assert "é" * (LIMIT // 2) in page.text
    assert "<b>de</b>" not in words(page)
    assert f"{LOGIN}?next=%2Flettre%2F" in page.text
    assert CARRIED not in page.text


# What is carried cannot be forged


@pytest.mark.parametrize("packed", ["", "a:b:c", "\x00", "eyJhIjoxfQ:1abcde:zzzz", ".eJw:1:1"])
def test_what_this_site_did_not_pack_is_nothing(tab, author, packed):
    assert unpack(packed) is None
    answer = enter(tab, author, **{CARRIED: packed})
    # A NUL is refused by every field.
    assert answer.status_code == (200 if "\x00" in packed else 302)


def test_the_signature_of_one_thing_does_not_serve_for_another(author):
    assert unpack(token_for(author)) is None


@pytest.mark.parametrize(
    "address", ["https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)"]
)
def test_the_words_go_nowhere_but_to_this_site(tab, author, address):
    packed = resume_after_login.Carried(author.reference, address, [("a", ["b"])], False).pack()
    answer = enter(tab, author, **{CARRIED: packed})
    assert (answer.status_code, answer.url) == (302, "/")


# Where the words are not


def test_no_word_is_kept_or_logged(tab, author, typed, caplog):
    with caplog.at_level(logging.DEBUG):
        page = tab.post(LETTER, typed)
        come_back(tab, page, author)
    sessions = str([session.get_decoded() for session in Session.objects.all()])
    for place in (sessions, caplog.text, str(tab.cookies)):
        assert "ranger" not in place
        assert page.context["form"].carries.pack()[:40] not in place
