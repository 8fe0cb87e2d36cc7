import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from core.people.models import Direction
from core.web.pagination import paginate
from tests.factories import DirectionFactory

pytestmark = pytest.mark.django_db


def page(asked: str, size: int = 2) -> tuple[list[str], int, int | None, int | None]:
    request = RequestFactory().get("/", {"page": asked} if asked else {})
    found = paginate(Direction.objects.filter(kind="direction").order_by("name"), request, size=size)
    return [row.name for row in found], found.count, found.previous, found.next


@pytest.fixture
def _five() -> None:
    for letter in "abcde":
        DirectionFactory(name=letter)


@pytest.mark.usefixtures("_five")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", (["a", "b"], 5, None, 2)),
        ("2", (["c", "d"], 5, 1, 3)),
        ("3", (["e"], 5, 2, None)),
        ("4", (["a", "b"], 5, None, 2)),
        ("0", (["a", "b"], 5, None, 2)),
        ("-1", (["a", "b"], 5, None, 2)),
        ("deux", (["a", "b"], 5, None, 2)),
        ("9" * 40, (["a", "b"], 5, None, 2)),
        ("²", (["a", "b"], 5, None, 2)),
        ("\x00", (["a", "b"], 5, None, 2)),
    ],
)
def test_any_page_number(asked, expected):
    assert page(asked) == expected


@pytest.mark.usefixtures("_five")
def test_never_counts_past_the_limit():
    with CaptureQueriesContext(connection) as captured:
        page("", size=3)
    assert len(captured) == 2
    assert "LIMIT 1001" in captured[-1]["sql"]
