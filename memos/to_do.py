from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from core.admin.to_do import Queue, register
from core.people.models import Agent
from memos.models import Memo, State
from memos.policies import is_hr


@register
def memos_to_treat(agent: Agent) -> Iterator[Queue]:
    """For human resources."""
    if is_hr(agent):
        url = reverse("admin:memos_memo_changelist")
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


@register
def my_memos(agent: Agent) -> Iterator[Queue]:
    """What HR or the hierarchy ask of an author."""
    url, mine = reverse("memos:memo_list"), Memo.objects.by(agent)
    yield Queue(
        mine.with_open_question(),
        "question des RH sur ma note",
        "questions des RH sur mes notes",
        f"{url}?state=asked",
    )
    yield Queue(
        mine.filter(state=State.RETURNED),
        "note aux RH à corriger",
        "notes aux RH à corriger",
        f"{url}?state=returned",
    )
