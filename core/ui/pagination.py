"""Pages of a list, without ever counting past a thousand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest

from core.ui.french import COUNT_LIMIT
from core.ui.statements import Statement

PAGE_SIZE = 30
# Pages whose statements are kept: few people turn more.
MOST_KEPT = 5


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


class KeptPages:
    """A list that nobody filtered, as most people read it: its first pages by kept statements."""

    def __init__(self, build: Callable[..., QuerySet[Any]]) -> None:
        self._build = build
        self._rows = [
            Statement(
                lambda start=number * PAGE_SIZE, **values: build(**values)[start : start + PAGE_SIZE + 1]
            )
            for number in range(MOST_KEPT)
        ]
        self._counted = Statement(lambda **values: build(**values).order_by().values("pk")[: COUNT_LIMIT + 1])

    def page(self, request: HttpRequest, **values: Any) -> Page:
        """As `paginate` gives it; the values are those of `core.ui.statements`."""
        number = page_number(request)
        if number > MOST_KEPT:
            return paginate(self._build(**values), request)
        rows = self._rows[number - 1].rows(**values)
        if not rows and number > 1:
            number, rows = 1, self._rows[0].rows(**values)
        has_next = len(rows) > PAGE_SIZE
        count = self._count(values) if has_next or number > 1 else len(rows)
        return Page(rows[:PAGE_SIZE], number, count, has_next)

    def _count(self, values: dict[str, Any]) -> int:
        sql, params = self._counted.sql(**values)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({sql}) AS listed", params)  # noqa: S608  (what Django wrote)
            return int(cursor.fetchone()[0])
