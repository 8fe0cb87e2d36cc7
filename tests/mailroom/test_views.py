"""The pages of the register: what they show, what they find, and in how many statements."""

import re
from io import BytesIO
from itertools import product

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core.admin.to_do import to_do_for
from core.documents.actions import store_bytes
from core.documents.models import Document, PageText
from core.documents.signals import text_read
from core.people.models import Agent
from core.search.models import Entry
from mailroom import actions, answers
from mailroom.models import Channel, Item, ItemFile, State
from tests.factories import AgentFactory, DirectionFactory
from tests.mailroom.factories import CITIZEN, SECRET, a_kind, item_in, registered

LIST = "mailroom:item_list"


def test_it_is_read_again_where_it_is_assigned_and_answered(client, office, agent, gardens):
    client.force_login(office)
    typed = {"subject": "Un banc", "sender_name": "Rose", "text": "Il est cassé."}
    scan = SimpleUploadedFile("scan.txt", b"Un banc")
    day, path = timezone.localdate().isoformat(), reverse("mailroom:item_new")
    assert "Donnez un objet" in client.post(path, typed | {"received_on": "x", "subject": ""}).text
    assert client.post(path, typed | {"received_on": day, "files": scan}).url == path
    item = Item.objects.get()
    assert f"Le courrier porte le numéro {item.label}, à attribuer" in client.get(path).text
    page = client.get(reverse("mailroom:item_assign", args=[item.reference]))
    assert "Il est cassé." in page.text
    assert "scan.txt" in page.text
    actions.assign(item, by=office, direction=gardens, kind=a_kind())
    actions.take(item, by=agent)
    client.force_login(agent)
    path = reverse("mailroom:item_note_answer", args=[item.reference])
    # Rose has no address: only what was said or posted is noted.
    page = client.get(reverse("mailroom:item_answer", args=[item.reference]), follow=True)
    assert page.redirect_chain == [(path, 302)]
    assert "scan.txt" in page.text
    paper = {"channel": "paper", "text": "Oui.", "sent_on": day}
    stamp = page.context["form"]["shown_stamp"].value()
    client.post(path, paper | {"shown_stamp": stamp})
    assert item.answers.get().text == "Oui."


def test_an_answer_says_at_once_all_that_is_wrong(agent_client, office, agent, gardens):
    by_mail, on_paper = (
        item_in(State.TAKEN, office=office, direction=gardens, taker=agent, sender_address=address)
        for address in (CITIZEN, "3 rue du Port")
    )
    path = reverse("mailroom:item_answer", args=[by_mail.reference])
    assert "Écrivez votre réponse." in agent_client.post(path, {"text": " "}).text
    noted = reverse("mailroom:item_note_answer", args=[by_mail.reference])
    page = agent_client.post(noted, {"channel": "paper", "text": "Oui.", "sent_on": "2001-01-01"}).text
    assert "Donnez le jour de la réponse" in page
    assert "Notez en quelques mots" in agent_client.post(noted, {"channel": "phone", "text": ""}).text
    assert "Dites comment." in agent_client.post(noted, {"text": "Oui."}).text
    # Without an address, no mail is offered, nor taken.
    path = reverse("mailroom:item_answer", args=[on_paper.reference])
    page = agent_client.post(path, {"text": "Bonjour."}).text
    assert "répondez sur papier" in page
    assert "Bonjour." in page
    assert not by_mail.answers.exists()
    assert not on_paper.answers.exists()


def test_a_sheet_says_at_once_all_that_is_wrong(office_client, office, gardens):
    empty, item = DirectionFactory.create(), registered(office)
    path = reverse("mailroom:item_assign", args=[item.reference])
    refused = office_client.post(path, {"direction": "999999"})
    assert "Cette direction n’existe plus" in refused.text
    # The keyboard is on the first fault.
    assert refused.context["form"].fields["direction"].widget.attrs["autofocus"]
    sent = {"direction": empty.pk, "kind": "", "due_on": "2001-01-01", "readers": ""}
    page = office_client.post(path, sent).text
    for said in ("Plus personne ne travaille", "Choisissez une nature", "Cette échéance est passée"):
        assert said in page
    item = actions.assign(item, by=office, direction=gardens, kind=a_kind())
    Item.objects.update(due_on="2001-01-01")
    path = reverse("mailroom:item_change", args=[item.reference])
    kept = {"kind": item.kind_id, "subject": "Un banc", "sender_name": "Rose"}
    # Its own day, which is over, stays; no other is chosen.
    assert office_client.post(path, kept | {"due_on": "2001-01-01"}).status_code == 302
    assert "Cette échéance est passée" in office_client.post(path, kept | {"due_on": "2001-01-02"}).text


def test_a_kind_that_is_retired_stays_on_its_items(office_client, office, gardens):
    item, other = item_in(State.ASSIGNED, office=office, direction=gardens), registered(office)
    kind = a_kind()
    kind.is_retired = True
    kind.save()
    path = reverse("mailroom:item_change", args=[item.reference])
    assert f'value="{kind.pk}" selected' in office_client.get(path).text
    kept = {"kind": kind.pk, "subject": "Un banc", "sender_name": "Rose"}
    assert office_client.post(path, kept).status_code == 302
    path = reverse("mailroom:item_assign", args=[other.reference])
    assert f'value="{kind.pk}"' not in office_client.get(path).text
    assert "n’est plus proposée" in office_client.post(path, {"kind": kind.pk, "direction": gardens.pk}).text


def test_not_for_us_is_the_direction_s_and_says_why(client, office, agent, gardens):
    item = item_in(State.ASSIGNED, office=office, direction=gardens)
    for who in (office, agent):
        client.force_login(who)
        page = client.get(item.get_absolute_url()).text
        assert (("?queue=a-attribuer" in page), "Pas pour nous" in page) == (who == office, who == agent)
    actions.return_to_office(item, by=agent, reason="C’est à la voirie.")
    # Beside the form that sends it elsewhere.
    client.force_login(office)
    assert "C’est à la voirie." in client.get(reverse("mailroom:item_assign", args=[item.reference])).text


def test_words_of_the_text_of_the_sender_and_of_files(office_client, office):
    item = registered(office, subject="Éclairage des quais", text="Trois lampadaires éteints")
    actions.attach(item, by=None, documents=[read(store_bytes(b"rien", name="plan.txt", by=None))])
    other = registered(office, subject="Poubelles", text="Bruit le matin", sender_name="Paul Durand")
    for words, found in (
        ("eclairage lampadaire", {item}),
        ("durand", {other}),
        ("graminées", {item}),
        (other.label, {other}),
        ("quais -lampadaires", set()),
        ("", {item, other}),
    ):
        page = office_client.get(reverse(LIST), {"words": words, "queue": "tous"})
        assert set(page.context["page"]) == found, words


def test_words_of_answers_and_replies(item, client, office, agent, elsewhere):
    """In the same statement as the rights."""
    answers.answer(item, by=agent, channel=Channel.MAIL, text="Les lampadaires seront réparés.")
    answers.receive_reply(item, text="Grand merci, la ruelle revit !", address=CITIZEN)
    for who in (office, agent, elsewhere):
        client.force_login(who)
        for words, is_found in (("lampadaire", True), ("ruelles", True), ("hortensia", False)):
            page = client.get(reverse(LIST), {"words": words, "queue": "tous"}).text
            assert (item.get_absolute_url() in page) == (is_found and who != elsewhere), words


def read(document: Document) -> Document:
    PageText.objects.update_or_create(document=document, number=1, defaults={"text": "Des graminées"})
    return document


def test_a_file_read_later_is_found_too(office):
    item, document = registered(office), store_bytes(b"rien", name="plan.txt", by=None)
    actions.attach(item, by=None, documents=[document])
    read(document)
    text_read.send(sender=type(document), document=document)
    assert Item.objects.holding("graminées").get() == item
    assert ItemFile.objects.get().words


def test_what_is_to_do_leads_to_what_it_counts(agent_client, office, agent, gardens):
    registered(office)
    item_in(State.ASSIGNED, office=office, direction=gardens)
    late = item_in(State.TAKEN, office=office, direction=gardens, taker=agent)
    Item.objects.filter(pk=late.pk).update(due_on=timezone.localdate().replace(year=2020, day=1))
    said = {line.label for line in to_do_for(fresh(office))}
    assert {"1 courrier en retard", "1 courrier à attribuer"} <= said
    lines = to_do_for(fresh(agent))
    assert {line.label for line in lines} == {
        "1 courrier en retard",
        "1 courrier à répondre",
        "1 courrier à prendre en charge",
    }
    for line in lines:
        assert "1 courrier" in agent_client.get(line.url).text
    assert to_do_for(AgentFactory.create()) == []
    # The late one stands first.
    page = agent_client.get(reverse(LIST)).text
    assert page.index(late.get_absolute_url()) < page.rindex("/courrier/", 0, page.index("</main>"))


def fresh(agent: Agent) -> Agent:
    return Agent.objects.with_roles().get(pk=agent.pk)


def test_what_was_being_written_while_it_moved_is_not_lost(item, agent_client, office, elsewhere):
    path = reverse("mailroom:item_answer", args=[item.reference])
    assert agent_client.get(path).status_code == 200
    actions.reassign(item, by=office, direction=elsewhere.direction, reason="Erreur de rue.")
    page = agent_client.post(path, {"channel": "mail", "text": "Il arrive lundi, le banc."})
    assert page.status_code == 200
    assert "pendant que vous écriviez" in page.text
    assert "Il arrive lundi, le banc." in page.text
    # Not a word of the item itself any more.
    assert item.subject not in page.text
    assert agent_client.get(path).status_code == 404


def test_to_assign_is_a_queue(office_client, office, gardens):
    """After one, the next; the oldest again behind the last."""
    first, second, third = (registered(office, sender_address=f"{n}@fai.example") for n in range(3))
    paths = {one: reverse("mailroom:item_assign", args=[one.reference]) for one in (first, second, third)}
    page = office_client.get(reverse(LIST)).text
    assert paths[first] in page
    assert f'href="{paths[third]}"' in office_client.get(paths[second]).text
    given = {"direction": gardens.pk, "kind": a_kind().pk}
    assert office_client.post(paths[second], given).url == paths[third]
    assert office_client.post(paths[third], given).url == paths[first]
    assert office_client.post(reverse("mailroom:item_spam", args=[first.reference])).url == reverse(LIST)
    assert not Item.objects.to_assign().exists()


def test_a_number_is_found_however_it_is_typed(office, agent, elsewhere, gardens, signed_in):
    """In the register's own box, first, and in the intranet's, which leads there; by those alone who read it."""
    wanted = item_in(State.TAKEN, office=office, direction=gardens, taker=agent)
    item_in(State.TAKEN, office=office, direction=gardens, taker=agent, text=f"Le {wanted.sequence:05} rue")
    number, year = wanted.sequence, wanted.year
    typed = (f"{number}", f"{number:05}", f"{year}-{number:05}", f" {year}-{number} ")
    for who, words in product((office, agent, elsewhere), typed):
        client = signed_in(who)
        page = client.get(reverse(LIST), {"words": words})
        # It comes before the other, whose text holds it.
        assert [*page.context["page"]][:1] == ([wanted] if who != elsewhere else [])
        found = client.get(reverse("search:results"), {"q": words}).text
        assert (wanted.get_absolute_url() in found) == (who != elsewhere)
    # No word of it is in the index: its own box finds them.
    assert not [row for row in Entry.objects.values() if SECRET in str(row)]
    found = signed_in(agent).get(reverse("search:results"), {"q": SECRET}).text
    assert f"{reverse(LIST)}?queue=tous&amp;words={SECRET}" in found


def test_others_of_the_same_person_for_those_who_read_them(item, client, office, agent, gardens, elsewhere):
    same = item_in(State.ASSIGNED, office=office, direction=gardens, sender_address="3 rue du Port")
    hidden = item_in(State.ASSIGNED, office=office, direction=elsewhere.direction)
    paul = {"sender_address": "x@y.example", "sender_name": "Paul"}
    strange = item_in(State.ASSIGNED, office=office, direction=gardens, **paul)
    for who, seen in ((agent, {same}), (office, {same, hidden})):
        client.force_login(who)
        page = client.get(item.get_absolute_url())
        assert {*page.context["others"]} == seen
        assert hidden in seen or hidden.get_absolute_url() not in page.text
    nobody = {"sender_name": "Anonyme", "sender_address": ""}
    anonymous = [item_in(State.ASSIGNED, office=office, direction=gardens, **nobody) for _ in range(2)]
    assert not client.get(anonymous[0].get_absolute_url()).context["others"]
    assert not client.get(strange.get_absolute_url()).context["others"]


def test_the_register_of_a_day(item, client, office, agent, elsewhere, gardens):
    waiting = registered(office)
    item_in(State.SPAM, office=office, direction=gardens, subject="Publicité")
    day = timezone.localdate().isoformat()
    path, file = reverse("mailroom:day_register"), reverse("mailroom:day_register_file")
    for who, seen in ((office, {item, waiting}), (agent, {item}), (elsewhere, set())):
        client.force_login(who)
        for query in ("", f"?jour={day}"):
            page = client.get(path + query)
            assert {each for _, items in page.context["by_direction"] for each in items} == seen
            assert "Publicité" not in page.text
        assert client.get(f"{path}?jour=2020-01-01").context["count"] == 0
        assert client.get(f"{path}?jour=x").status_code == 200
        book = load_workbook(BytesIO(b"".join(client.get(file))))
        numbers = {row[1].value for row in book.active.iter_rows(min_row=2)}
        assert numbers == {each.label for each in seen}
    client.force_login(AgentFactory.create(elected=True))
    assert client.get(path).status_code == client.get(file).status_code == 404


def test_the_printed_register_hides_what_is_confidential(office_client, office):
    registered(office, is_confidential=True)
    page = office_client.get(reverse("mailroom:day_register")).text
    book = load_workbook(BytesIO(b"".join(office_client.get(reverse("mailroom:day_register_file")))))
    [row] = book.active.iter_rows(min_row=2, values_only=True)
    for said in (page, f"{row}"):
        assert said.count("(confidentiel)") == 2
        assert SECRET not in said


def test_the_filters_of_the_list_come_back_after_an_action(office, gardens, agent_client):
    item = item_in(State.ASSIGNED, office=office, direction=gardens)
    filtered = f"{reverse('mailroom:item_list')}?queue=ma-direction"
    [link] = re.findall(rf'href="({item.get_absolute_url()}[^"]*)"', agent_client.get(filtered).text)
    page = agent_client.get(link).text
    assert f'href="{filtered}"' in page
    [take] = re.findall(r'action="([^"]*/prendre/[^"]*)"', page)
    answer = agent_client.post(take)
    assert answer["Location"] == link
    assert f'href="{filtered}"' in agent_client.get(answer["Location"]).text
    elsewhere = f"{item.get_absolute_url()}?liste=https%3A%2F%2Fpirate.example&next=https://pirate.example"
    page = agent_client.get(elsewhere).text
    assert f'href="{reverse(LIST)}"' in page
    assert 'href="https://pirate' not in page
