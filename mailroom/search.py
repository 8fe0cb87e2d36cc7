"""Items in the common search: by their number only, so that « voir aussi » links them; never a word of theirs.

Their words are found on the register's own page. A head of direction named later finds earlier items there too.
"""

from typing import Any

from django.db.models import QuerySet

from core.people.roles import Role
from core.search.readers import this_agent, this_direction, with_role
from core.search.registry import Kind, Offer, register
from core.ui.french import with_capital
from mailroom.access import may_treat
from mailroom.models import Item, State


def offer(item: Item) -> Offer | None:
    if item.state == State.SPAM:
        return None
    return Offer(
        title=with_capital(str(item)),
        url=item.get_absolute_url(),
        readers=readers_of(item),
        on=item.received_on,
        direction_id=None if item.is_confidential else item.direction_id,
    )


def readers_of(item: Item) -> tuple[str, ...]:
    """The same readers as `ItemQuerySet.visible_to`."""
    people = {item.taken_by_id, *(reader.pk for reader in item.readers.all())}
    units = [] if item.is_confidential else [*item.copies.all()]
    if item.direction:
        people.add(item.direction.head_id)
        units += [] if item.is_confidential else [item.direction]
    directions: set[int] = set()
    for unit in units:
        people.add(unit.head_id)
        directions.add(unit.pk)
        if unit.kind == "direction":
            directions |= {child.pk for child in unit.children.all()}
        elif unit.kind == "service" and unit.parent:
            people.add(unit.parent.head_id)
    return (
        with_role(Role.MAIL_OFFICE),
        *(this_direction(pk) for pk in sorted(directions)),
        *(this_agent(pk) for pk in sorted(pk for pk in people if pk is not None)),
    )


def _items(rows: QuerySet[Any]) -> QuerySet[Any]:
    units = ("direction__children", "copies__children", "copies__parent", "readers")
    return rows.select_related("direction__parent").prefetch_related(*units)


register(
    Kind(
        code="mailroom.item",
        label="Courrier",
        model=Item,
        objects=_items,
        offer=offer,
        can_link=may_treat,
        weight=0.3,
    )
)
