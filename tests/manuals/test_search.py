"""What of the rubric is found, and by whom."""

from datetime import date

import pytest
from django.utils import timezone

from core.search.models import Entry
from core.search.readers import EVERYONE
from manuals import actions, policies
from manuals.models import Manual, Software
from manuals.registrations import MANUALS, SOFTWARE, offer_manual, offer_software
from tests.factories import DirectionFactory
from tests.manuals.factories import ManualFactory, NeedFactory, OutageFactory, SoftwareFactory, replace

pytestmark = pytest.mark.django_db


def entry(row: Software | Manual) -> Entry:
    kind = SOFTWARE if isinstance(row, Software) else MANUALS
    return Entry.objects.get(kind=kind.code, object_id=row.pk)


@pytest.mark.parametrize("state", Software.State.values)
def test_every_software_is_found_by_everyone(state):
    software = SoftwareFactory.create(name="Budgétine", state=state)
    offer = offer_software(software)
    assert (offer.title, offer.readers) == ("Budgétine", [EVERYONE])
    assert offer.url == software.get_absolute_url()
    assert "Suivre le budget" in offer.text
    assert "compte de session" in offer.text
    assert entry(software).title == "Budgétine"


def test_an_outage_is_said_in_the_results_until_it_ends(software):
    name, purpose = software.name, software.purpose
    outage = OutageFactory.create(software=software, message="Plus personne n’entre.")
    assert entry(software).note == "Panne en cours\u00a0: Plus personne n’entre."
    # Whatever else writes the row again.
    software.save()
    assert entry(software).note.startswith("Panne en cours")
    outage.ended_at, outage.ended_by = timezone.now(), outage.said_by
    outage.save()
    assert entry(software).title == name
    assert entry(software).text.startswith(purpose)


def test_a_need_renamed_is_found_by_its_new_name(software):
    need = NeedFactory.create(name="trouver un toit")
    software.needs.add(need)
    assert need.name in entry(software).keywords
    need.name = "louer une barque"
    need.save()
    assert need.name in entry(software).keywords
    assert "toit" not in entry(software).text + entry(software).keywords


def test_a_written_manual_is_found_by_its_words(software):
    body = "<ol><li><p>Été&nbsp;&amp; hiver</p></li><li><p>Fin</p></li></ol>"
    manual = ManualFactory.create(software=software, body=body)
    found = entry(manual)
    assert found.text == "Été & hiver Fin"
    assert "Budgétine" in found.keywords
    assert found.readers == [EVERYONE]
    assert (found.on, found.direction) == (manual.dated_on, software.owner)


def test_a_file_is_offered_with_its_address(software):
    manual = ManualFactory.create(software=software, file=True)
    (file,) = offer_manual(Manual.objects.for_page().get(pk=manual.pk)).files
    assert (file.document_id, file.url) == (manual.document_id, f"{manual.get_absolute_url()}fichier/")


def test_only_what_is_current_is_found(software, referent):
    old = ManualFactory.create(software=software)
    assert entry(old).title == old.title
    new = replace(old, by=referent, title="Neuf", dated_on=date(2026, 1, 1), body="<p>Oui</p>")
    assert (entry(old).title, entry(old).readers) == ("", [])
    assert entry(new).title == "Neuf"
    actions.withdraw_manual(new, by=referent)
    assert entry(new).readers == []
    actions.restore_manual(new, by=referent)
    assert entry(new).readers == [EVERYONE]


def test_a_software_that_changes_takes_its_manuals_along(software):
    manual = ManualFactory.create(software=software)
    software.name, software.owner = "Comptine", DirectionFactory.create()
    software.save()
    assert "Comptine" in entry(manual).keywords
    assert entry(manual).direction == software.owner


def test_who_may_link(cast, software):
    manual = ManualFactory.create(software=software)
    for person, agent in cast.items():
        expected = policies.can_keep(agent, software)
        assert SOFTWARE.can_link(agent, software) == MANUALS.can_link(agent, manual) == expected, person
        assert expected == (person in {"referent", "it_referent", "moderator", "head"})
