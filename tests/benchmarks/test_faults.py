"""The quickest faults of `make bench APP=faults`, on a site of this test's own."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from benchmarks.faults import run
from benchmarks.faults.world import Bounds, world
from tests.nginx import address_of

pytestmark = pytest.mark.django_db(transaction=True)
BOUNDS = Bounds(clients=40, slow=20, seconds=2)


def test_what_was_confirmed_outlives_a_process_and_broken_lines(tmp_path: Path) -> None:
    name = connection.settings_dict["NAME"]
    with world(tmp_path, address_of(name), BOUNDS, has_mail=False) as made:
        outcomes = run.run(made, ["web_process", "upload_cut", "slow"])
    assert [outcome.row[-1] for outcome in outcomes] == ["met"] * 3, run.table(outcomes)
    assert min(outcome.confirmed for outcome in outcomes) >= run.FIRST_WRITES
    assert settings.DOCUMENTS_DIR


def test_a_fault_that_did_not_run_is_not_met() -> None:
    outcome = run.Outcome("clock moved", missing="libfaketime is not installed")
    assert (outcome.row[-1], outcome.is_met) == ("not run", False)
