from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from tests.town import connected_to_town, shared_folder

FIRST_DAY = "2026-11-25 10:00 +0100"


def load_on_the_first_day() -> None:
    with time_machine.travel(FIRST_DAY, tick=False):
        call_command("load_demonstration")


@pytest.fixture
def _first_day(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    base = shared_folder(tmp_path_factory)
    name = "loaded_on_the_first_day"
    with connected_to_town(django_db_blocker, base, name=name, build=load_on_the_first_day):
        yield


@pytest.fixture
def town_of_the_first_day(_first_day: None, db: None) -> None:
    """Loaded once, before the tests' transactions."""
