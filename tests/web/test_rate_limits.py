"""A counter lasts as long as was said, however often it counted."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection, transaction

from core.web.rate_limits import count

pytestmark = pytest.mark.django_db
START = "2026-11-26T08:50:00Z"


def test_it_lasts_as_long_as_was_said():
    with time_machine.travel(START, tick=False) as clock:
        assert (count("wrong", seconds=1200), count("wrong", 3, seconds=1200)) == (1, 4)
        clock.shift(timedelta(minutes=9))
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            # As a GET reads it: an entry that is over would be erased, and refused.
            assert cache.get("wrong") == 4
            transaction.set_rollback(True)
        assert count("wrong", -3, seconds=1200) == 1
        clock.shift(timedelta(minutes=21))
        assert count("wrong", seconds=1200) == 1


@pytest.mark.django_db(transaction=True)
def test_counts_in_parallel_are_all_counted(together):
    def count_ten_times() -> None:
        for _ in range(10):
            count("together", seconds=1200)

    cache.delete("together")
    assert together(*[count_ten_times] * 4) == [None] * 4
    assert cache.get("together") == 40
