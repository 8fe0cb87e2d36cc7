from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from core.admin.to_do import Queue, kept_rows, register
from core.people.models import Agent
from core.ui.addresses import fixed_address
from memos.models import Memo, State
from memos.policies import is_hr


@register
def memos_to_treat(agent: Agent) -> Iterator[Queue]:
    """For human resources."""
    if is_hr(agent):
        url = fixed_address("admin:memos_memo_changelist")
        mine = Memo.objects.of_hr(agent)
        late = mine.late(on=timezone.localdate())
        yield Queue(
            late, "note aux RH en retard", "notes aux RH en retard", f"{url}?file=en-retard", is_late=True
        )
        yield Queue(
            mine.stuck(),
            "note aux RH dont le visa est bloqué",
            "notes aux RH dont le visa est bloqué",
            f"{url}?file=bloquees",
            is_late=True,
        )
        yield Queue(
            mine.filter(state=State.RECEIVED),
            "note aux RH à prendre",
            "notes aux RH à prendre",
            f"{url}?file=a-prendre",
        )
        yield Queue(
            mine.filter(state=State.TAKEN, taken_by=agent),
            "note aux RH à mon nom",
            "notes aux RH à mon nom",
            f"{url}?file=a-moi",
        )


@kept_rows
def asked_of_author(agent: Agent) -> Any:
    return Memo.objects.by(agent).with_open_question()


@kept_rows
def returned_to_author(agent: Agent) -> Any:
    return Memo.objects.by(agent).filter(state=State.RETURNED)


@register
def my_memos(agent: Agent) -> Iterator[Queue]:
    """What HR or the hierarchy ask of an author."""
    url = fixed_address("memos:memo_list")
    yield Queue(
        asked_of_author(agent=agent),
        "question des RH sur ma note",
        "questions des RH sur mes notes",
        f"{url}?state=asked",
    )
    yield Queue(
        returned_to_author(agent=agent),
        "note aux RH à corriger",
        "notes aux RH à corriger",
        f"{url}?state=returned",
    )
