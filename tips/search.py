"""What search finds of the tips."""

from django.utils import timezone

from core.people.roles import Role
from core.search.readers import EVERYONE, with_role
from core.search.registry import Kind, Offer, register
from core.ui.prose import text_of
from tips import policies
from tips.models import Tip

GROUP = (with_role(Role.PROJECT_GROUP), with_role(Role.GROUP_HEAD))


def offer(tip: Tip) -> Offer:
    """A tip published ahead is the group's until the first day of its month."""
    waits = tip.published_at is not None and tip.month > timezone.localdate()
    is_read = tip.published_at is not None and not waits
    return Offer(
        title=tip.title,
        url=tip.get_absolute_url(),
        readers=(EVERYONE,) if is_read else GROUP,
        text=f"{tip.summary}\n{text_of(tip.body)}",
        on=tip.month,
        changes_on=tip.month if waits else None,
    )


register(
    Kind(
        code="tips.tip",
        label="Conseils du mois",
        model=Tip,
        objects=lambda tips: tips,
        offer=offer,
        can_link=lambda agent, tip: policies.can_write(agent),
    )
)
