from datetime import datetime, timedelta
from typing import Any

import factory
from django.utils import timezone

from core.people.models import Agent
from dematerialisation.models import Action, ActionStep, Gain, GroupMember, Page
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
    """Done; `planned=True`, `in_progress=True`, `blocked=True` or `dropped=True` is another state."""

    class Meta:
        model = Action

    class Params:
        planned = factory.Trait(
            state="planned", done_on=None, what_it_changed="", what_was_decided="Retirer un formulaire."
        )
        in_progress = factory.Trait(
            planned=True,
            state="in_progress",
            started_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=10)),
            due_on=factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30)),
            leader=factory.SubFactory(AgentFactory),
        )
        blocked = factory.Trait(
            in_progress=True,
            state="blocked",
            blocked_on=factory.LazyFunction(timezone.localdate),
            blocked_reason="Le copieur est en panne.",
        )
        dropped = factory.Trait(
            planned=True,
            state="dropped",
            dropped_on=factory.LazyFunction(timezone.localdate),
            dropped_reason="La loi a changé.",
        )

    state = "done"
    title = factory.Sequence(lambda n: f"Un formulaire de moins ({n})")
    done_on = factory.Sequence(lambda n: timezone.localdate() - timedelta(days=n))
    what_it_changed = "<p>Mille feuilles <strong>par an</strong>.</p>"


class StepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ActionStep

    action = factory.SubFactory(ActionFactory, in_progress=True)
    position = factory.Sequence(lambda n: n % 1000)
    title = factory.Sequence(lambda n: f"Essayer avec trois jardiniers ({n})")


class GainFactory(factory.django.DjangoModelFactory):
    """Guessed; `was_measured=True` is measured too."""

    class Meta:
        model = Gain

    class Params:
        was_measured = factory.Trait(
            measured=900,
            measure_method="relevé des compteurs",
            measured_on=factory.LazyFunction(timezone.localdate),
        )

    action = factory.SubFactory(ActionFactory)
    unit = "sheets"
    guessed = 1000
    guess_method = "au jugé"
    guessed_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=60))


def idea(state: str = "received", **fields: Any) -> Idea:
    """An idea that went straight to its state, each step at the same moment."""
    now = timezone.now()
    taken = state in ("under_study", "retained", "in_progress", "done", "declined")
    steps = {
        "taken_at": taken,
        "first_answered_at": state in ("retained", "in_progress", "done", "declined"),
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
    today = timezone.localdate()
    defaults: dict[str, Any] = {
        "title": f"Idée {number}",
        "proposal": "Un tampon de moins.",
        "received_at": now,
        "due_on": today,
        "decision_due_on": today + timedelta(days=75),
    }
    defaults["author"] = fields.pop("author", None) or AgentFactory.create()
    return Idea.objects.create(state=state, **{**defaults, **dates, **fields})


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
