"""Mail is confidential by nature: the box of the intranet finds no word of it, and its number for its readers only."""

from django.urls import reverse

from core.search.models import Entry
from mailroom.models import State
from tests.mailroom.factories import SECRET, item_in


def test_the_index_holds_no_word_of_an_item(office, gardens):
    for state in (State.FILED, State.ANSWERED):
        item_in(state, office=office, direction=gardens)
    assert Entry.objects.exists()
    for entry in Entry.objects.values():
        assert SECRET not in str(entry)


def test_the_box_leads_to_the_mail_that_one_reads(office, agent, gardens, elsewhere, signed_in):
    item = item_in(State.ANSWERED, office=office, direction=gardens, taker=agent)
    for typed in (str(item.sequence), f"{item.sequence:05}", item.label, SECRET):
        results = signed_in(agent).get(reverse("search:results"), {"q": typed}).text
        assert "Chercher aussi dans le courrier" in results
        href = f"{reverse('mailroom:item_list')}?queue=tous&words={typed}"
        assert href.replace("&", "&amp;") in results
        for who in (office, agent, elsewhere):
            assert (item.get_absolute_url() in signed_in(who).get(href).text) == (who != elsewhere)
