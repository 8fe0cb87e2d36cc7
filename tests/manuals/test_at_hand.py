import pytest
from django.core.cache import caches

from core.people.models import Agent
from manuals.at_hand import SoftwareAtHand, software_at_hand
from manuals.models import Outage
from tests.factories import AgentFactory
from tests.manuals.factories import ManualFactory, OutageFactory, PinFactory, SoftwareFactory

pytestmark = pytest.mark.django_db


def at_hand(agent: Agent, limit: int = 9) -> list[SoftwareAtHand]:
    """A minute later."""
    caches["memory"].clear()
    return software_at_hand(agent, limit=limit)


def names(agent: Agent, limit: int = 9) -> list[str]:
    return [one.software.name for one in at_hand(agent, limit)]


def test_what_is_down_then_pinned_then_by_name(author):
    zebra, _, _, parcel = (
        SoftwareFactory.create(name=name, owner=author.direction)
        for name in ("Zèbre", "Écho", "Alpha", "Parcelle")
    )
    SoftwareFactory.create(name="À d’autres")
    SoftwareFactory.create(name="Parti", owner=author.direction, state="retired")
    PinFactory.create(agent=author, manual=ManualFactory.create(software=zebra))
    OutageFactory.create(software=parcel, message="Retour à 14 h")
    OutageFactory.create(software=zebra, over=True)
    assert names(author) == ["Parcelle", "Zèbre", "Alpha", "Écho"]
    assert names(author, limit=2) == ["Parcelle", "Zèbre"]
    assert [one.outage for one in at_hand(author)] == ["Retour à 14 h", "", "", ""]


def test_pinned_manuals_or_the_newest(author):
    software = SoftwareFactory.create(owner=author.direction)
    old = ManualFactory.create(software=software, dated_on="2020-01-01")
    new = ManualFactory.create(software=software, dated_on="2026-01-01")
    ManualFactory.create(software=software, dated_on="2026-02-01", withdrawn=True)
    assert at_hand(author)[0].manuals == [new]
    PinFactory.create(agent=author, manual=old)
    PinFactory.create(manual=new)
    assert at_hand(author)[0].manuals == [old]


def test_a_pin_and_an_outage_show_at_once_the_rest_within_a_minute(author):
    software = SoftwareFactory.create(name="Zèbre", owner=author.direction)
    manuals = [ManualFactory.create(software=software) for _ in range(2)]
    assert names(author) == ["Zèbre"]
    SoftwareFactory.create(name="Alpha", owner=author.direction)
    [kept] = software_at_hand(author, limit=9)
    assert (kept.software, kept.outage, kept.manuals) == (software, "", [manuals[1]])
    pin = PinFactory.create(agent=author, manual=manuals[0])
    shown = software_at_hand(author, limit=9)
    assert [(one.software.name, one.manuals) for one in shown] == [("Zèbre", [manuals[0]]), ("Alpha", [])]
    outage = OutageFactory.create(software=software, message="Retour à 14 h")
    assert software_at_hand(author, limit=9)[0].outage == "Retour à 14 h"
    Outage.objects.filter(pk=outage.pk).update(message="Retour à 16 h")
    assert software_at_hand(author, limit=9)[0].outage == "Retour à 16 h"
    pin.delete()
    assert software_at_hand(author, limit=9)[0].manuals == [manuals[1]]


def test_whom_to_call(author):
    it = AgentFactory.create(phone="04 00 00 05 06")
    software = SoftwareFactory.create(owner=author.direction, it_referent=it)
    assert at_hand(author)[0].referent == software.functional_referent
    Agent.objects.filter(pk=software.functional_referent.pk).update(is_active=False)
    assert at_hand(author)[0].referent == it
    Agent.objects.filter(pk=it.pk).update(phone="")
    assert at_hand(author)[0].referent is None
