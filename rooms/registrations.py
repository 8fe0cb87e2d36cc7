"""Declare what the app lends to the rungs below it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pgtrigger
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from core.admin import to_do
from core.admin.to_do import Queue
from core.mail import registry as inboxes
from core.mail.registry import Inbox
from core.notifications import registry as kinds
from core.operations.personal_data import Part, give
from core.operations.purges import AT_ONCE, Kept, keep
from core.people.models import Agent
from core.search import registry as search
from core.search.index import follow
from core.search.readers import EVERYONE
from core.search.registry import Kind, Offer
from core.web.connections import call
from rooms import check_in, policies, problems, waiting_list
from rooms.attendees import invitations
from rooms.bookings import notifications as bookings
from rooms.closures import actions as closures
from rooms.links import INBOX
from rooms.mail_in import inbox as mail_in
from rooms.models import (
    Attendee,
    Booking,
    CalendarChange,
    Equipment,
    Layout,
    Room,
    RoomInvitation,
    RoomProblem,
    ServiceRequest,
    Site,
    Wait,
)
from rooms.policies import first_dates, to_answer
from rooms.requests import notifications as requests
from rooms.series import notifications as series

# To do


@to_do.register
def rooms(agent: Agent) -> Iterator[Queue]:
    """Queue the requests (a series as one) and the problems of the rooms that this agent manages."""
    if not policies.can_manage_some(agent):
        return
    yield Queue(
        first_dates(to_answer(agent)),
        "demande de salle sans réponse",
        "demandes de salle sans réponse",
        reverse("rooms:requests"),
    )
    if policies.can_manage(agent):
        yield Queue(
            RoomProblem.objects.filter(fixed_at=None, room__in=Room.objects.kept_by(agent)),
            "panne à réparer dans une salle",
            "pannes à réparer dans les salles",
            f"{reverse('admin:rooms_roomproblem_changelist')}?etat=a-reparer",
        )


# Search: bookings are not found, for a private one's title is nobody else's


def offer(room: Room) -> Offer:
    equipment = [equipment.name for equipment in room.equipment.all()]
    layouts = [layout.name for layout in room.layouts.all()]
    return Offer(
        title=room.name,
        url=room.get_absolute_url(),
        readers=(EVERYONE,),
        text="\n".join(
            filter(
                None,
                [
                    room.site.name,
                    room.site.address,
                    ", ".join([*equipment, *layouts]),
                    room.description,
                    room.directions,
                    room.site.access,
                ],
            )
        ),
        keywords=f"{room.site.name} {room.floor}",
    )


search.register(
    Kind(
        code="rooms.room",
        label="Salles",
        model=Room,
        objects=lambda rows: rows.select_related("site").prefetch_related("equipment", "layouts"),
        offer=offer,
        can_link=lambda agent, room: policies.can_manage(agent),
        words="salle de réunion",
        weight=1.2,
    )
)
follow(Site, lambda site: site.rooms.all())
follow(Layout, lambda layout: Room.objects.filter(pk=layout.room_id))
follow(Equipment, lambda equipment: equipment.rooms.all())


# Mail: rooms invited to meetings

inboxes.register(
    Inbox(
        name=INBOX,
        label="Salles invitées depuis un agenda",
        begin=mail_in.begin,
        answer=mail_in.answer,
        may_read=policies.can_manage,
        may_read_one=mail_in.may_read_one,
        is_confidential=True,
        is_invited_at=mail_in.is_invited_at,
        is_expected=mail_in.is_expected,
        begin_public=mail_in.begin_outside,
    )
)

# Kept for how long: old bookings go whole, for a title may say something of a person, and the history repeats it

YEARS = 5
# What goes with a booking, and names it.
BESIDE = (Attendee, ServiceRequest, Wait)


def old_bookings(at: datetime) -> QuerySet[Booking]:
    return Booking.objects.filter(period__endswith__lt=at - timedelta(days=365 * YEARS))


def old_changes(at: datetime) -> QuerySet[CalendarChange]:
    """Purge after a day: cached pages live a quarter of an hour and look no further back."""
    return CalendarChange.objects.filter(at__lt=at - timedelta(days=1))


def old_invitations(at: datetime) -> QuerySet[RoomInvitation]:
    """Purge those of which no booking is left; those of one booking go with it."""
    before = at - timedelta(days=365)
    # The bookings of a series may be those of one that continues it.
    left = Booking.objects.filter(Q(series=OuterRef("series")) | Q(series__continues=OuterRef("series")))
    return RoomInvitation.objects.filter(Q(series=None) | ~Exists(left), booking=None, answered_at__lt=before)


def erase_bookings(at: datetime) -> int:
    """With those who were invited, what services were asked, who waited for it, and their history."""
    erased = 0
    while pks := [*old_bookings(at).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]]:
        with transaction.atomic():
            for model in BESIDE:
                model.objects.filter(booking__in=pks).delete()
            Booking.objects.filter(pk__in=pks).delete()
            _erase_history(pks)
        erased += len(pks)
    return erased


def _erase_history(pks: list[int]) -> None:
    """By a function of the tables' owner, which spares bookings that are still there or younger than three years."""
    triggers = [f"rooms.{model.__name__}Event:append_only" for model in (*BESIDE, Booking)]
    with pgtrigger.ignore(*triggers):
        call("rooms_erase_history", pks)


keep(
    Kept("Réservations de salles", f"{YEARS} ans", rows=old_bookings, purge=erase_bookings),
    Kept("Invitations de salles qui n’ont rien réservé", "1 an", rows=old_invitations),
    Kept("Heures des changements de l’agenda des salles", "1 jour", rows=old_changes),
)


# Personal data

give(
    Part(
        "Mes réservations de salles",
        {
            "objet": "title",
            "salle": "room__name",
            "période": "period",
            "état": "state",
            "réservée le": "created_at",
        },
        lambda agent: Booking.objects.filter(organiser=agent).order_by("period"),
    ),
    Part(
        "Les salles que j’attendais",
        {"objet": "title", "salle": "room__name", "période": "period", "état": "state"},
        lambda agent: Wait.objects.filter(agent=agent).order_by("period"),
    ),
    Part(
        "Les salles que j’ai invitées depuis mon agenda",
        {"salle": "room__name", "période": "period", "répondue le": "answered_at"},
        lambda agent: RoomInvitation.objects.filter(agent=agent).order_by("answered_at"),
    ),
)


# Kinds of notifications, in the order of the page of preferences

kinds.register_group(bookings.MINE, news="de vos réservations")
kinds.register_group(bookings.ROOMS_I_MANAGE, news="des salles dont vous vous occupez")
kinds.register_from(
    bookings,
    series,
    requests,
    closures,
    problems,
    invitations,
    check_in,
    waiting_list,
)
