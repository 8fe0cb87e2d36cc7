"""The benchmarks start what deploy/ says, and know a page that should not be shown."""

import pytest

from benchmarks.browsers import Answer
from benchmarks.site import Unit

FRENCH = '<!doctype html><html lang="fr"><title>Réessayez</title>'


def test_the_web_server_is_started_by_its_unit_on_another_port():
    unit = Unit.read("web")
    command = unit.at(8123)
    assert command[1:4] == ["-m", "gunicorn", "config.wsgi"]
    assert "127.0.0.1:8123" in command
    assert unit.pause > 0


@pytest.mark.parametrize("name", ["worker", "documents", "mail"])
def test_the_other_units_are_programs_of_this_checkout(name):
    assert not [part for part in Unit.read(name).command if part.startswith("/opt/")]


@pytest.mark.parametrize(
    ("status", "text", "is_wrong"),
    [
        (200, FRENCH, False),
        (503, FRENCH, False),
        (500, FRENCH, True),
        (502, "<html><h1>502 Bad Gateway</h1>", True),
        (200, f"{FRENCH}Traceback (most recent call last)", True),
    ],
)
def test_a_trace_and_a_page_that_is_not_ours_are_wrong(status, text, is_wrong):
    assert Answer(status, text).is_wrong is is_wrong


def test_what_was_sent_is_kept_when_the_next_page_is_named_and_is_not_the_door():
    assert Answer(302, location="/salles/reservation/abc/").is_kept
    assert not Answer(302, location="/compte/connexion/?next=/").is_kept
    assert Answer(503, f"{FRENCH}Votre envoi est bien enregistré : ne le renvoyez pas.").is_kept


def test_hidden_fields_are_read_with_or_without_a_value():
    page = Answer(200, '<input type="hidden" name="a" value="b"><input type="hidden" name="c" id="d">')
    assert page.hidden == {"a": "b", "c": ""}
