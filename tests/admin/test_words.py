"""Django's own words of the admin, in plain French: no « L’objet … a été ajouté avec succès »."""

import gettext
from ast import literal_eval
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from core.approvals.models import Circuit
from core.people.roles import Role
from tests.factories import AgentFactory
from tests.memos.factories import MemoKindFactory, hr_agent
from tests.pages import forms_of
from tests.suggestions.factories import IdeaFactory

WORDS = Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES"


def written() -> dict[Any, str]:
    """What `django.po` says, by its English; plurals by (English, form)."""
    found: dict[Any, str] = {}
    english = ""
    for line in (WORDS / "django.po").read_text().splitlines():
        word, _, text = line.partition(" ")
        if word == "msgid":
            english = literal_eval(text)
        elif word == "msgstr":
            found[english] = literal_eval(text)
        elif word.startswith("msgstr["):
            found[english, int(word[7])] = literal_eval(text)
    return found


def test_the_compiled_words_are_those_that_are_written():
    with (WORDS / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]  # its own table
    assert {key: text for key, text in compiled.items() if key} == {
        key: text for key, text in written().items() if key
    }


@pytest.mark.django_db
def test_nothing_is_called_an_object(moderator, signed_in):
    circuit, kind = Circuit.objects.create(name="Notes"), MemoKindFactory.create(name="planning")
    hr = hr_agent()
    pages = [
        (moderator, reverse("admin:approvals_circuit_add")),
        (moderator, reverse("admin:approvals_circuit_change", args=[circuit.pk])),
        (hr, reverse("admin:memos_memokind_change", args=[kind.pk])),
        (hr, reverse("admin:memos_modeltext_add")),
    ]
    for agent, path in pages:
        shown = signed_in(agent).get(path).text
        assert "l’objet" not in shown.lower()
        assert "autre objet" not in shown
        assert "supplémentaire" not in shown
    client, path = signed_in(moderator), pages[1][1]
    # As JSON, for the script of the rows.
    assert "addText&quot;: &quot;Ajouter\\u00a0: " in client.get(path).text
    for button in ("_save", "_continue", "_addanother"):
        (form,) = [each for each in forms_of(client.get(path).text) if "purpose" in each.values]
        said = client.post(path, form.values | {"purpose": button, button: "oui"}, follow=True).text
        assert "C’est enregistré\u00a0: «\u00a0" in said, button


@pytest.mark.django_db
def test_a_list_is_searched_before_it_is_filtered(signed_in):
    """RGAA 12.8: Tab goes through the search, the rows, then the filters, as they are drawn."""
    keeper = AgentFactory.create(roles=[Role.DIRECTORY_MANAGER])
    shown = signed_in(keeper).get(reverse("admin:people_agent_changelist")).text
    places = [shown.index(f'id="{each}"') for each in ("searchbar", "result_list", "changelist-filter")]
    assert places == sorted(places)


@pytest.mark.django_db
def test_a_row_leads_to_its_page_for_those_who_see_it_at_the_desk_alone(
    signed_in, moderator, administrator, room_manager
):
    idea = IdeaFactory.create()
    kind = ContentType.objects.get_for_model(idea)
    path = reverse("admin:view_on_site", args=[kind.pk, idea.pk])
    answer = signed_in(moderator).get(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, idea.get_absolute_url())
    for agent, asked in (
        (room_manager, path),
        (administrator, path),
        (moderator, f"/administration/r/{kind.pk}/99999/"),
        (room_manager, f"/administration/r/+{kind.pk}/{idea.pk}/"),
    ):
        assert signed_in(agent).get(asked).status_code == 404
