"""Pages of a list, without ever counting past a thousand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from core.french import COUNT_LIMIT

PAGE_SIZE = 30


@dataclass(frozen=True)
class Page:
    """One page of rows; `count` is exact up to 1,000 and 1,001 beyond."""

    rows: Sequence[Any]
    number: int
    count: int
    has_next: bool

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.has_next else None

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)


def page_number(request: HttpRequest) -> int:
    """The page asked for; anything unreadable is the first, and none is beyond the 1,000th."""
    asked = request.GET.get("page", "")
    return min(max(int(asked), 1), 1000) if asked.isdecimal() and len(asked) < 9 else 1


def paginate(listed: QuerySet[Any] | Sequence[Any], request: HttpRequest, *, size: int = PAGE_SIZE) -> Page:
    """The asked page of an ordered queryset, in two statements at most; or of rows at hand."""
    number = page_number(request)
    rows = list(listed[(number - 1) * size : number * size + 1])
    if not rows and number > 1:
        number, rows = 1, list(listed[: size + 1])
    has_next = len(rows) > size
    if number == 1 and not has_next:
        count = len(rows)
    elif not isinstance(listed, QuerySet):
        count = len(listed)
    else:
        count = listed.order_by()[: COUNT_LIMIT + 1].count()
    return Page(rows[:size], number, count, has_next)
