"""The pages of the watch, by what is sent to them."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.people import secret_addresses
from legalwatch.models import Entry, Following, LinkReport, Reading, WeeklyReader
from legalwatch.views import PURPOSE
from tests.factories import AgentFactory
from tests.legalwatch.factories import EntryFactory, SubjectFactory, follower, form_data, watcher

pytestmark = pytest.mark.django_db
LIST, WRITE = reverse("legalwatch:entry_list"), reverse("legalwatch:entry_write")


def page_of(name: str, entry: Entry) -> str:
    return reverse(f"legalwatch:{name}", args=[entry.reference])


# Writing


BAD = [
    ({"url": "javascript:alert(1)"}, "elle commence par https:// ou http://"),
    ({"url": "ftp://exemple.fr/texte"}, "elle commence par https:// ou http://"),
    ({"url": "https://exemple.fr/" + "a" * 500}, "raccourcissez-le à 500 au plus"),
    ({"url": "https://mairie:secret@exemple.fr/"}, "avant «\u00a0@\u00a0»"),
    ({"url": "https://exemple.fr/\u202etxt.exe"}, "un caractère qui ne se voit pas"),
    ({"url": ""}, "Donnez un lien, un fichier, ou les deux."),
    ({"publish_on": "yesterday"}, "Ce jour est passé"),
    ({"publish_on": "demain"}, "Cette date n’existe pas"),
    ({"in_force_on": "2026-02-31"}, "Cette date n’existe pas"),
    ({"subjects": []}, "Choisissez au moins un sujet."),
    ({"subjects": ["zzz"]}, "Ce sujet n’est plus dans la liste."),
    ({"directions": ["999999"]}, "Cette direction n’est plus dans la liste."),
    ({"summary": "x" * 601}, "raccourcissez-le à 600 au plus"),
    ({"title": "\u200b"}, "Donnez un titre."),
]


def test_bad_input_is_said_beside_the_field(signed_in, case):
    for sent, said in BAD:
        with case(sent, said):
            if sent.get("publish_on") == "yesterday":
                sent = {"publish_on": str(timezone.localdate() - timedelta(days=1))}
            data = form_data(SubjectFactory.create(), summary="Des mots à ne pas perdre.") | sent
            answer = signed_in(watcher()).post(WRITE, data)
            assert answer.status_code == 200
            assert said in answer.text
            assert data["summary"] in answer.text
            assert not Entry.objects.exists()


def test_a_file_alone_is_enough_and_is_held_once(signed_in, author):
    file = SimpleUploadedFile("circulaire.txt", b"Le texte de la circulaire.")
    data = form_data(SubjectFactory.create(), url="", document=file)
    assert signed_in(watcher()).post(WRITE, data).status_code == 302
    entry = Entry.objects.get()
    answer: Any = signed_in(author).get(page_of("entry_file", entry))
    assert b"".join(answer.streaming_content) == b"Le texte de la circulaire."


def test_a_draft_is_published_by_its_form(signed_in, author):
    client, data = signed_in(watcher()), form_data(SubjectFactory.create())
    assert "gardé en brouillon" in client.post(WRITE, data | {"geste": "brouillon"}, follow=True).text
    entry = Entry.objects.get()
    assert signed_in(author).get(entry.get_absolute_url()).status_code == 404
    day = timezone.localdate() + timedelta(days=4)
    sent = client.post(page_of("entry_change", entry), data | {"publish_on": day.isoformat()}, follow=True)
    assert "prêt\u00a0: il paraît le" in sent.text
    assert "Le texte est publié" in client.post(page_of("entry_change", entry), data, follow=True).text
    assert signed_in(author).get(entry.get_absolute_url()).status_code == 200


def test_a_replaced_entry_leads_to_the_other(signed_in, author):
    old, new = EntryFactory.create(), EntryFactory.create()
    data = form_data(old.subjects.get(), title=old.title) | {"replaced_by": new.pk}
    assert signed_in(old.author).post(page_of("entry_change", old), data).status_code == 302
    reader = signed_in(author)
    page = reader.get(old.get_absolute_url()).text
    assert f'remplacé par <a href="{new.get_absolute_url()}">{new.title}</a>' in page
    assert old.get_absolute_url() in reader.get(new.get_absolute_url()).text
    assert old.title not in reader.get(LIST).text
    assert old.title in reader.get(LIST, {"show": "all"}).text


def test_withdrawn_with_a_reason(signed_in, author):
    entry = EntryFactory.create()
    client = signed_in(entry.author)
    assert "Dites pourquoi" in client.post(page_of("entry_withdraw", entry), {"reason": " "}).text
    assert (
        "est retiré"
        in client.post(page_of("entry_withdraw", entry), {"reason": "Doublon."}, follow=True).text
    )
    assert signed_in(author).get(entry.get_absolute_url()).status_code == 404
    for page in ("entry_change", "entry_withdraw"):
        assert client.get(page_of(page, entry)).status_code == 403
    assert "Remettre" in client.get(entry.get_absolute_url()).text
    assert "est remis" in client.post(page_of("entry_restore", entry), follow=True).text
    assert "Remettre" not in client.get(entry.get_absolute_url()).text
    assert signed_in(author).get(entry.get_absolute_url()).status_code == 200


# Reading


def test_read_is_said_by_a_button_alone(signed_in):
    subject = SubjectFactory.create()
    reader = follower(subject)
    entry, client = EntryFactory.create(subjects=[subject]), signed_in(reader)
    client.get(entry.get_absolute_url())
    assert not Reading.objects.exists()
    assert entry.title in client.get(LIST, {"show": "to_read"}).text
    for _ in range(2):
        client.post(page_of("entry_read", entry))
    assert Reading.objects.get().agent == reader
    assert entry.title not in client.get(LIST, {"show": "to_read"}).text
    assert "✓ lu" in client.get(LIST).text
    client.post(page_of("entry_read", entry), {"lu": "non"})
    assert not Reading.objects.exists()


def test_to_read_is_of_my_subjects_and_of_my_direction(signed_in, author):
    subject, client = SubjectFactory.create(), signed_in(author)
    Following.objects.create(agent=author, subject=subject)
    mine, ours = EntryFactory.create(subjects=[subject]), EntryFactory.create(directions=[author.direction])
    other = EntryFactory.create()
    page = client.get(LIST, {"show": "to_read"}).text
    assert mine.title in page
    assert ours.title in page
    assert other.title not in page


def test_the_list_by_words_subject_and_year(signed_in, author):
    subject = SubjectFactory.create(name="Marchés publics", slug="marches-publics")
    old = timezone.now().replace(year=timezone.now().year - 1, month=6, day=15)
    seen = EntryFactory.create(title="Le seuil des marchés", subjects=[subject], publish_at=old)
    other = EntryFactory.create(title="Le télétravail")
    client = signed_in(author)
    for query in ({"q": "SEUIL marches"}, {"subject": "marches-publics"}, {"year": old.year}):
        page = client.get(LIST, query).text
        assert seen.title in page
        assert other.title not in page, query
    assert "a été ignoré" in client.get(LIST, {"subject": "zzz", "show": "draft", "year": "x"}).text
    archive = client.get(reverse("legalwatch:archive")).text
    assert f"?year={old.year}&amp;subject=marches-publics&amp;show=all" in archive


def test_following_replaces_what_was_followed(signed_in, author):
    one, two = SubjectFactory.create(), SubjectFactory.create()
    client, path = signed_in(author), reverse("legalwatch:follow")
    client.post(path, {"subjects": [one.pk], "is_weekly": "1"})
    assert (Following.objects.get().subject, WeeklyReader.objects.count()) == (one, 1)
    client.post(path, {"subjects": [two.pk]})
    assert (Following.objects.get().subject, WeeklyReader.objects.count()) == (two, 0)
    client.post(path, {})
    assert not Following.objects.exists()
    for faulty in ({"subjects": ["zzz"]}, {"is_weekly": "7"}):
        assert client.post(path, faulty).status_code == 200


def test_a_dead_link_is_one_click(signed_in, author):
    entry = EntryFactory.create()
    path, reader, keeper = page_of("entry_link", entry), signed_in(author), signed_in(entry.author)
    for unknown in ({}, {"geste": ""}, {"geste": "effacer"}):
        assert reader.post(path, unknown).status_code == 400
    assert not LinkReport.objects.exists()
    assert "les veilleurs sont prévenus" in reader.post(path, {"geste": "mort"}, follow=True).text
    assert "déjà signalé" in reader.post(path, {"geste": "mort"}, follow=True).text
    assert "lien signalé de la veille juridique" in keeper.get(reverse("home")).text
    assert entry.title in keeper.get(LIST, {"show": "reported"}).text
    assert "Le lien répond" in keeper.get(entry.get_absolute_url()).text
    assert "le lien répond" in keeper.post(path, {"geste": "repond"}, follow=True).text
    assert not LinkReport.objects.open().exists()


# The feed


def test_the_feed_of_its_holder_only(signed_in, author):
    seen = EntryFactory.create(title="Un décret & <b>\x0b")
    for state in ({"draft": True}, {"scheduled": True}, {"withdrawn": True}):
        EntryFactory.create(title="Pas encore", **state)
    shown = signed_in(author).post(reverse("legalwatch:feed_address")).text
    secret = shown.partition("/veille/flux/")[2].partition("/")[0]
    path = reverse("legalwatch:feed", args=[secret])
    stranger = Client()
    answer = stranger.get(path)
    assert answer.headers["Content-Type"].startswith("application/rss+xml")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    items = ElementTree.fromstring(answer.content).findall("channel/item")
    assert [item.findtext("title") for item in items] == ["Un décret & <b>"]
    assert [item.findtext("link") for item in items] == [f"{settings.SITE_URL}{seen.get_absolute_url()}"]
    assert stranger.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert stranger.post(path).status_code == 405
    signed_in(author).post(reverse("legalwatch:feed_address"), {"geste": "retirer"})
    assert stranger.get(path).status_code == 404


def test_the_feed_closes_with_the_account(author):
    path = reverse("legalwatch:feed", args=[secret_addresses.give(author, PURPOSE)])
    assert Client().get(path).status_code == 200
    author.is_active = False
    author.save()
    assert Client().get(path).status_code == 404
    other = secret_addresses.give(AgentFactory.create(), "ideas_feed")
    assert Client().get(reverse("legalwatch:feed", args=[other])).status_code == 404


def test_the_feed_asks_as_much_for_1_and_20(author, statements):
    """The statements of pages are the walker's; whoever has this address has no account there."""
    path = reverse("legalwatch:feed", args=[secret_addresses.give(author, PURPOSE)])
    EntryFactory.create(with_file=True)
    Client().get(path)
    few = statements(lambda: Client().get(path))
    EntryFactory.create_batch(19, with_file=True)
    assert statements(lambda: Client().get(path)) == few
