"""Notes: versions one after the other, two people at once, what is pasted, what is removed."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core.people.models import Project
from core.web.stale_forms import FIELD, STALE
from spaces import notes
from spaces.models import Note, NoteVersion
from tests.factories import AgentFactory
from tests.spaces.factories import a_note, days, project_with

LONG = "<p>" + "Bilan <b>chiffré</b> à compléter. " * 29_000 + "</p>"


def url(note: Note, name: str = "note_change", *rest: object) -> str:
    return reverse(f"spaces:{name}", args=[note.reference, *rest])


def texts(note: Note) -> list[str]:
    return list(note.versions.order_by("number").values_list("body", flat=True))


def test_written_clean_by_a_form_sent_twice(signed_in, project, member):
    client, address = signed_in(member), reverse("spaces:note_write", args=[project.reference])
    key = client.get(address).context["form"]["submission_key"].value()
    typed = {"title": "Bilan", "body": "<p>Bien.</p><script>alert(1)</script>", "submission_key": key}
    pages = [client.post(address, typed, follow=True) for _ in range(2)]
    assert texts(Note.objects.get()) == ["<p>Bien.</p>"]
    assert "était déjà enregistrée" in pages[1].text


def test_the_second_of_two_people_is_told_and_overwrites_nothing(signed_in, project, lead, member):
    note = a_note(project, lead, body="<p>Départ.</p>")
    ours, theirs = signed_in(lead), signed_in(member)
    stamps = [client.get(url(note)).context["form"][FIELD].value() for client in (ours, theirs)]
    first = {"title": "Compte rendu", "body": "<p>De la pilote.</p>", FIELD: stamps[0]}
    second = {"title": "Compte rendu", "body": "<p>Du membre.</p>", FIELD: stamps[1]}
    assert ours.post(url(note), first).status_code == 302
    refused = theirs.post(url(note), second)
    assert refused.status_code == 200
    # Both texts are there, to be merged by hand.
    assert STALE in refused.text
    assert "De la pilote." in refused.text
    assert "Du membre." in refused.text
    assert texts(note) == ["<p>Départ.</p>", "<p>De la pilote.</p>"]
    merged = second | {
        "body": "<p>De la pilote.</p><p>Du membre.</p>",
        FIELD: refused.context["form"][FIELD].value(),
    }
    assert theirs.post(url(note), merged).status_code == 302
    assert texts(note)[2:] == ["<p>De la pilote.</p><p>Du membre.</p>"]


def test_a_megabyte_from_a_word_processor_is_refused_and_kept(signed_in, project, member):
    address = reverse("spaces:note_write", args=[project.reference])
    page = signed_in(member).post(address, {"title": "Bilan", "body": LONG})
    assert page.status_code == 200
    assert "raccourcissez-le à" in page.text
    assert page.text.count("à compléter") == 29_000
    assert not Note.objects.exists()


def test_a_text_of_nothing_visible(signed_in, project, member):
    address = reverse("spaces:note_write", args=[project.reference])
    page = signed_in(member).post(address, {"title": "\u200b", "body": "<p>&nbsp;</p>"})
    assert set(page.context["form"].errors) == {"title", "body"}


def test_versions_are_listed_compared_and_taken_again(signed_in, project, lead, member):
    note, client = a_note(project, lead, body="<p>Un.</p><p>Deux.</p>"), signed_in(member)
    notes.save_version(note, by=member, title="Compte rendu", body="<p>Un.</p><p>Trois.</p>")
    assert "Version 2" in client.get(url(note, "note_versions")).text
    compare = url(note, "note_compare")
    compared = client.get(compare, {"before": 1, "after": 2}).text
    assert "<del>Deux.</del>" in compared
    assert "<ins>Trois.</ins>" in compared
    for before, after, status in ((1, 9, 404), ("x", "", 302), (1, 10**30, 302)):
        assert client.get(compare, {"before": before, "after": after}).status_code == status
    assert client.get(url(note, "note_version", 10**12)).status_code == 404
    for number in (1, 3):
        # The third is already the newest: nothing more.
        client.post(url(note, "note_version", number))
        assert texts(note) == ["<p>Un.</p><p>Deux.</p>", "<p>Un.</p><p>Trois.</p>", "<p>Un.</p><p>Deux.</p>"]


def test_removed_and_restored_by_its_first_author_or_the_lead(signed_in, project, lead, member):
    note, other = a_note(project, member), AgentFactory.create()
    project.assignments.create(agent=other, kind="project", period=days(-1))
    with pytest.raises(PermissionDenied):
        notes.set_removed(note, by=other, is_removed=True)
    notes.set_removed(note, by=lead, is_removed=True)
    for agent, status in ((lead, 200), (member, 200), (other, 404)):
        client = signed_in(agent)
        assert client.get(url(note, "note_detail")).status_code == status
        listed = client.get(reverse("spaces:note_list", args=[project.reference])).text
        assert (note.get_absolute_url() in listed) == (status == 200)
    page = signed_in(member).post(url(note), {"title": "Autre", "body": "<p>Autre</p>"})
    assert notes.REMOVED in page.text
    signed_in(member).post(url(note, "note_remove"), {"geste": "remettre"})
    assert signed_in(other).get(url(note, "note_detail")).status_code == 200
    # Of a project that is closed, nobody reads what was removed.
    notes.set_removed(note, by=lead, is_removed=True)
    Project.objects.filter(pk=project.pk).update(closed_on=project.starts_on, lessons="Rien.")
    project.assignments.update(period=days(-40))
    assert signed_in(lead).get(url(note, "note_detail")).status_code == 404


def test_a_member_removed_while_typing_finds_their_words(signed_in, project, lead, member):
    note, client = a_note(project, lead), signed_in(member)
    project.assignments.filter(agent=member).update(period=days(-20, -1))
    typed = {"title": "Compte rendu", "body": "<p>Ce que je voulais en dire.</p>"}
    for is_open, status in ((True, 403), (False, 404)):
        Project.objects.update(is_open=is_open)
        page = client.post(url(note), typed, headers={"Origin": "http://testserver"})
        assert page.status_code == status
        assert "Ce que je voulais en dire." in page.text
    assert project.name not in page.text
    assert note.versions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_versions_saved_at_once_have_numbers_one_after_the_other(together):
    lead = AgentFactory.create()
    note = a_note(project_with(lead=lead), lead)
    results = together(
        *(
            lambda text=f"<p>{place}</p>": notes.save_version(note, by=lead, title="Note", body=text)
            for place in range(5)
        )
    )
    assert not [result for result in results if isinstance(result, Exception)]
    assert list(NoteVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_signs_that_grow_once_cleaned_are_refused(signed_in, project, member):
    client, note = signed_in(member), a_note(project, member)
    for address in (reverse("spaces:note_write", args=[project.reference]), url(note)):
        page = client.post(address, {"title": "B", "body": "&" * 99_000})
        assert "trop long" in page.context["form"].errors["body"][0]
    assert note.versions.count() == 1
