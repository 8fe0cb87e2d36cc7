"""deploy/check: what it takes from the page, without walking it (that takes minutes, root, and Debian's packages)."""

import re
import subprocess
from pathlib import Path

import pytest

from deploy import proofs, walk

CHECKOUT = Path(__file__).resolve().parent.parent.parent
WRITTEN = (CHECKOUT / walk.PAGE).read_text()
COMMANDS = walk.walked(WRITTEN)


def test_the_walk_goes_from_the_packages_to_the_first_agents_and_a_backup():
    places = [
        next(number for number, text in enumerate(COMMANDS) if word in text)
        for word in (
            "apt-get install git", "git clone", "deploy/install", "createsuperuser", "import_agents",
            "systemctl start intranet-backup", "bash deploy/restore", "/opt/intranet/deploy/upgrade",
            "deploy/upgrade --back",
        )
    ]  # fmt: skip
    assert places == sorted(places)


def test_every_placeholder_of_the_page_has_a_value():
    for text in COMMANDS:
        # What stands in capitals and is neither a variable's name nor PostgreSQL's words.
        left = re.findall(r"\b[A-Z]{2,}(?:_[A-Z]+)+\b", text)
        assert left == [], text
    for name in walk.PLACEHOLDERS:
        assert name in WRITTEN


def test_every_answer_is_asked_for():
    for asked in walk.ANSWERS:
        assert len([text for text in COMMANDS if text.endswith(asked)]) == 1, asked


def test_the_drill_waits_for_the_backup_that_is_asked_for_with_it():
    """Without an order between them, systemd may begin with any."""
    assert "systemctl start intranet-backup intranet-drill" in COMMANDS
    unit = (CHECKOUT / "deploy" / "intranet-drill.service").read_text()
    assert "intranet-backup.service" in re.findall(r"^After=(.*)$", unit, re.MULTILINE)[0].split()


def test_the_shell_of_the_page_parses():
    for block in walk.blocks(WRITTEN):
        done = subprocess.run(["bash", "-n"], input=block, text=True, capture_output=True, check=False)
        assert done.returncode == 0, (block, done.stderr)
    for script in ("check", "common", "install", "as-owner", "owned"):
        subprocess.run(["sh", "-n", CHECKOUT / "deploy" / script], check=True)


@pytest.mark.parametrize("script", [*proofs.ALONE.values(), proofs.MAIL_SERVER, proofs.MAIL_IN_AND_OUT])
def test_the_shell_of_the_walk_parses(script):
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)


def test_each_unit_that_the_page_or_the_installer_starts_is_known():
    text = WRITTEN + (CHECKOUT / "deploy" / "install").read_text()
    named = re.findall(
        r"\bintranet-(?:web|worker|documents|mail|ldap|backup|files|drill|doctor)\.(?:service|socket|timer)\b",
        text,
    )
    assert len(named) > 5
    assert [name for name in named if not (CHECKOUT / "deploy" / name).is_file()] == []


def test_what_a_unit_runs_is_replaced_alone(tmp_path):
    """The proofs run under all that a unit refuses, and nothing of what it runs."""
    units = tmp_path / "root/etc/systemd/system"
    for name in proofs.CONFINED:
        units.mkdir(parents=True, exist_ok=True)
        (tmp_path / "root/srv").mkdir(exist_ok=True)
        source = (CHECKOUT / "deploy" / f"{name}.service").read_text()
        (units / f"{name}.service").write_text(source)
        machine = object.__new__(walk.Walk)
        machine.root = tmp_path / "root"
        machine.quietly = lambda text, name="": None
        machine.in_unit(name, "pass", "")
        made = (units / "essai.service").read_text()
        [started] = re.findall(r"^ExecStart=.*$", made, re.MULTILINE)
        assert started.startswith("ExecStart=/opt/intranet/.venv/bin/python manage.py shell ")
        assert "gunicorn" not in made
        assert re.findall(r"^Type=(.*)$", made, re.MULTILINE) == ["oneshot"]
        for line in re.findall(
            r"^(?:User|Group|Protect\w+|Restrict\w+|SystemCall\w+|\w+Paths)=.*$", source, re.MULTILINE
        ):
            assert line in made
