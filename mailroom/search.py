"""Items in the common search: by their number only, so that « voir aussi » links them; never a word of theirs.

Their words are found on the register's own page. A head of direction named later finds earlier items there too.
"""

from typing import Any

from django.db.models import QuerySet

from core.people.roles import Role
from core.search.readers import this_agent, this_direction, with_role
from core.search.registry import Kind, Offer, register
from core.ui.french import with_capital
from mailroom import access
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
    """The same readers as `access.can_see`, as words of the index."""
    people = access.people_reading(item)
    directions: set[int] = set()
    for unit in access.units_reading(item):
        people |= access.heads_of(unit)
        below = [child.pk for child in unit.children.all()] if unit.kind == "direction" else []
        directions |= {unit.pk, *below}
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
        can_link=access.may_treat,
        weight=0.3,
    )
)
