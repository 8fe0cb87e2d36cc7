from datetime import datetime, timedelta
from typing import Any

import factory
from django.utils import timezone

from core.people.models import Agent
from dematerialisation.models import Action, GroupMember, Page
from rooms.models import Booking, Room, Site
from suggestions.models import Idea
from tests.factories import AgentFactory, member


class PageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Page

    slug = factory.Sequence(lambda n: f"nos-valeurs-{n}")
    title = factory.Sequence(lambda n: f"Nos valeurs, chapitre {n}")
    summary = "Trois mots, et ce à quoi ils nous obligent."
    body = "<p>Simplifier, partager, aller vite.</p>"


class GroupMemberFactory(factory.django.DjangoModelFactory):
    """An agent; `outside=True` is the agglomeration's representative."""

    class Meta:
        model = GroupMember

    class Params:
        outside = factory.Trait(agent=None, name="Yannick Oberti", organisation="Agglomération", category="")

    agent = factory.LazyFunction(member)
    category = "B"
    presentation = "Reçoit vos idées au guichet."


class ActionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Action

    title = factory.Sequence(lambda n: f"Un formulaire de moins ({n})")
    done_on = factory.Sequence(lambda n: timezone.localdate() - timedelta(days=n))
    what_it_changed = "<p>Mille feuilles <strong>par an</strong>.</p>"


def idea(state: str = "received", **fields: Any) -> Idea:
    """An idea that went straight to its state, each step at the same moment."""
    now = timezone.now()
    taken = state in ("under_study", "retained", "in_progress", "done", "declined")
    steps = {
        "taken_at": taken,
        "decided_at": state in ("retained", "in_progress", "done", "declined"),
        "started_at": state in ("in_progress", "done"),
        "done_at": state == "done",
        "set_aside_at": state == "set_aside",
        "withdrawn_at": state == "withdrawn",
    }
    dates: dict[str, Any] = {step: now for step, is_there in steps.items() if is_there}
    number = Idea.objects.count() + 1
    if taken:
        dates |= {
            "year": 2026,
            "number": number,
            "member_in_charge": fields.pop("followed_by", None) or member(),
        }
    if state == "set_aside":
        dates["set_aside_reason"] = "Nominative."
    defaults: dict[str, Any] = {"title": f"Idée {number}", "text": "Un tampon de moins.", "received_at": now}
    defaults["author"] = fields.pop("author", None) or AgentFactory.create()
    return Idea.objects.create(state=state, due_on=timezone.localdate(), **{**defaults, **dates, **fields})


def room(name: str = "Salle Audiberti", **fields: Any) -> Room:
    """A room open every day, all day."""
    site, _ = Site.objects.get_or_create(name="Hôtel de ville", slug="hotel-de-ville")
    slug = f"salle-{Room.objects.count()}"
    made: Room = Room.objects.create(site=site, name=name, slug=slug, capacity=12, **fields)
    for weekday in range(7):
        made.opening_hours.create(weekday=weekday, opens_at="00:00", closes_at="23:45")
    return made


def booking(agent: Agent, *, at: datetime | None = None, **fields: Any) -> Booking:
    """Tomorrow at 9, for an hour, unless `at` says when."""
    start = at or (timezone.localtime() + timedelta(days=1)).replace(
        hour=9, minute=0, second=0, microsecond=0
    )
    place = fields.pop("room", None) or room(f"Salle {Room.objects.count()}")
    defaults = {"title": "Point d’équipe", "period": (start, start + timedelta(hours=1))}
    return Booking.objects.create(organiser=agent, room=place, **{**defaults, **fields})
