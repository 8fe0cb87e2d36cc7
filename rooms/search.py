"""What search finds of the rooms. Bookings are not found: a private one's title is nobody else's."""

from typing import Any

from django.db.models import QuerySet

from core.search.index import follow
from core.search.readers import EVERYONE
from core.search.registry import Kind, Offer, register
from rooms import access
from rooms.models import Equipment, Layout, Room, Site


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


def _rooms(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("site").prefetch_related("equipment", "layouts")


def _rooms_of(site_or_equipment: Site | Equipment) -> QuerySet[Room]:
    return site_or_equipment.rooms.all()


def _room_of(layout: Layout) -> QuerySet[Room]:
    return Room.objects.filter(pk=layout.room_id)


register(
    Kind(
        code="rooms.room",
        label="Salles",
        model=Room,
        objects=_rooms,
        offer=offer,
        can_link=lambda agent, room: access.can_manage(agent),
        words="salle de réunion",
        weight=1.2,
    )
)
follow(Site, _rooms_of)
follow(Layout, _room_of)
follow(Equipment, _rooms_of)
