"""The quickest faults of `make bench APP=faults`, on a site of this test's own."""

import pytest
from django.db import connection

from benchmarks.faults import run
from benchmarks.measure import table
from benchmarks.world import Bounds, world
from tests.nginx import address_of

pytestmark = pytest.mark.django_db(transaction=True)
BOUNDS = Bounds(clients=40, slow=20, seconds=2)


def test_what_was_confirmed_outlives_a_process_and_broken_lines(tmp_path):
    name = connection.settings_dict["NAME"]
    with world(tmp_path, address_of(name), BOUNDS, has_mail=False) as made:
        figures = run.run(made, ["web_process", "upload_cut", "slow"])
    assert [figure.verdict for figure in figures] == ["met"] * 3, table(figures)
