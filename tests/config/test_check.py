"""deploy/check: what it takes from the page, without walking it (that takes minutes, root, and Debian's packages)."""

import re
import subprocess
from pathlib import Path

import pytest

from deploy import proofs, units, walk

CHECKOUT = Path(__file__).resolve().parent.parent.parent
WRITTEN = walk.PAGE.read_text()
COMMANDS = walk.walked(WRITTEN)


def test_the_walk_goes_from_the_packages_to_the_first_agents_and_a_backup():
    places = [
        next(number for number, text in enumerate(COMMANDS) if word in text)
        for word in (
            "apt-get install git",
            "git clone",
            "config/setup.sh requirements.txt",
            "createdb",
            "as-owner migrate",
            "createsuperuser",
            "systemctl enable --now intranet-web",
            "nginx -t",
            "import_agents",
            "systemctl start intranet-backup",
            "as-owner restore",
        )
    ]
    assert places == sorted(places)


def test_every_placeholder_of_the_page_has_a_value():
    for text in [*COMMANDS, walk.owner_file(WRITTEN)]:
        # What stands in capitals and is neither a variable's name nor PostgreSQL's words.
        left = re.findall(r"\b[A-Z]{2,}(?:_[A-Z]+)+\b", text.replace("DATABASE_OWNER_URL=", ""))
        assert left == [], text
    for name in walk.PLACEHOLDERS:
        assert name in WRITTEN


def test_every_variable_to_fill_has_a_value_that_the_example_knows():
    asked = {*walk.to_fill(WRITTEN)} - {"TRIAL", "DEBUG"}
    assert len(asked) > 8
    assert asked <= {*walk.SETTINGS}
    example = (CHECKOUT / ".env.example").read_text()
    assert [name for name in walk.SETTINGS if f"\n{name}=" not in example] == []


def test_every_answer_is_asked_for():
    for asked in walk.ANSWERS:
        assert len([text for text in COMMANDS if text.endswith(asked)]) == 1, asked


def test_units_asked_for_together_start_in_the_order_that_they_name(monkeypatch):
    monkeypatch.setattr(units, "UNITS", CHECKOUT / "deploy")
    together = ["intranet-backup", "intranet-drill"]
    assert f"systemctl start {' '.join(together)}" in COMMANDS
    assert units.in_order(together) == together
    # Without an order between them, systemd may begin with any.
    assert units.in_order(["intranet-web", "intranet-worker"]) == ["intranet-worker", "intranet-web"]


def test_the_shell_of_the_page_parses():
    for block in walk.blocks(WRITTEN):
        done = subprocess.run(["bash", "-n"], input=block, text=True, capture_output=True, check=False)
        assert done.returncode == 0, (block, done.stderr)
    for script in ("check", "as-owner", "owned"):
        subprocess.run(["sh", "-n", CHECKOUT / "deploy" / script], check=True)


@pytest.mark.parametrize("unit", sorted((CHECKOUT / "deploy").glob("*.service")), ids=lambda path: path.stem)
def test_each_unit_is_read_as_systemd_does(unit, monkeypatch):
    monkeypatch.setattr(units, "UNITS", unit.parent)
    read = units.Unit(unit.name)
    assert read.one("User") in ("intranet", "intranet-owner")
    assert read.one("Group") in ("intranet", "intranet-readers")
    assert read.lines["CapabilityBoundingSet"] == [""]
    assert read.one("ExecStart").startswith(("/opt/intranet/.venv/bin/", "/bin/sh deploy/"))
    assert "\\" not in read.one("ExecStart")
    sets = {
        "@system-service": ["@basic", "@privileged", "mount"],
        "@basic": ["read"],
        "@privileged": ["mount"],
    }
    for_bubblewrap = {"mount", "umount2", "pivot_root", "capset"}
    expected = {"read"} | (for_bubblewrap if len(read.lines["SystemCallFilter"]) > 2 else set())
    assert units.system_calls(read.lines["SystemCallFilter"], sets) == expected


@pytest.mark.parametrize("name", proofs.ALONE)
def test_the_shell_of_the_walk_parses(name):
    subprocess.run(["bash", "-n"], input=proofs.ALONE[name], text=True, check=True)


def test_each_unit_that_the_page_starts_is_known(monkeypatch):
    monkeypatch.setattr(units, "UNITS", CHECKOUT / "deploy")
    for verb in ("start", "stop"):
        monkeypatch.setattr(units, verb, lambda name: units.Unit(name) and 0)
    monkeypatch.setattr(units.subprocess, "call", lambda command: 0)
    named = [
        text.split()[1:] for text in COMMANDS if re.match(r"systemctl (enable|start|stop|restart) ", text)
    ]
    assert len(named) > 3
    for verb, *rest in named:
        for name in rest:
            assert name == "--now" or units.do(verb.replace("enable", "start"), name) == 0, name
