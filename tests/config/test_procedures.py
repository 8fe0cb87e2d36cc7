"""docs/exploitation.md and deploy/: what a town's IT department types at night."""

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted((CHECKOUT / "docs").glob("*.md"))
WRITTEN = (CHECKOUT / "docs" / "exploitation.md").read_text()
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", WRITTEN, re.MULTILINE | re.DOTALL)
UNITS = sorted((CHECKOUT / "deploy").glob("*.service"))
TIMERS = sorted(path.stem for path in (CHECKOUT / "deploy").glob("*.timer"))
SERVICES = [path.stem for path in UNITS if path.stem not in TIMERS]
# What answers to the town, or takes in what comes from outside, owns neither the program nor the backups.
OWNERS_UNITS = {"intranet-backup", "intranet-files", "intranet-drill"}
# Of every unit. What they mean together is in docs/security.md; `deploy/check` runs the programs under most of them.
HARDENED = [
    "NoNewPrivileges=yes", "CapabilityBoundingSet=", "PrivateTmp=yes", "PrivateDevices=yes",
    "ProtectHome=yes", "ProtectSystem=strict", "ProtectClock=yes", "ProtectControlGroups=yes",
    "ProtectHostname=yes", "ProtectKernelLogs=yes", "ProtectKernelModules=yes", "ProtectKernelTunables=yes",
    "ProtectProc=invisible", "RestrictRealtime=yes", "LockPersonality=yes", "SystemCallArchitectures=native",
    "SystemCallFilter=@system-service", "SystemCallFilter=~@privileged", "SystemCallErrorNumber=EPERM",
]  # fmt: skip
CLOSED = [
    "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
    "RestrictNamespaces=yes",
    "RestrictSUIDSGID=yes",
]
# What bubblewrap needs, in the units whose programs open what comes from outside (core/sandbox/), in that of the
# doctor, which tries whether it runs, and in no other.
SANDBOXING = {"intranet-web", "intranet-worker", "intranet-documents", "intranet-doctor"}
OPENED = [
    "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
    "RestrictNamespaces=user mnt pid net ipc uts cgroup",
    "RestrictSUIDSGID=no",
    "SystemCallFilter=mount umount2 pivot_root capset",
]


def block(word: str) -> str:
    [found] = [text for text in BLOCKS if word in text]
    return str(found)


def test_every_service_stops_and_starts_again():
    stopped = [text for text in BLOCKS if "systemctl stop" in text]
    assert len(stopped) == 2
    for text in stopped:
        for action in ("stop", "start"):
            [line] = re.findall(rf"^systemctl {action} (intranet.*)$", text, re.MULTILINE)
            assert sorted({*line.split()} - {"postgresql@17-main", "intranet-web.socket"}) == SERVICES


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_outlives_a_child_that_the_kernel_killed(service):
    unit = (CHECKOUT / "deploy" / f"{service}.service").read_text()
    assert re.search(r"^Restart=always$", unit, re.MULTILINE)
    assert re.search(r"^OOMPolicy=continue$", unit, re.MULTILINE)


def test_a_restore_is_made_in_a_new_place_while_nothing_runs():
    text = block("\nbash deploy/restore\n")
    steps = ("systemctl stop", "createdb", "-o intranet-owner", "bash deploy/restore", "chown -R intranet ")
    places = [text.index(step) for step in (*steps, "systemctl start")]
    assert places == sorted(places)


@pytest.mark.parametrize("name", TIMERS)
def test_a_timer_runs_a_command_that_changes_what_it_must_only(name):
    unit = (CHECKOUT / "deploy" / f"{name}.service").read_text()
    assert f"{name}.timer" in WRITTEN
    for line in ("Type=oneshot", "NoNewPrivileges=yes", "ProtectSystem=strict"):
        assert f"\n{line}\n" in unit
    # The doctor asks whether the site can write there: under a read-only mount nobody can.
    paths = "ReadWritePaths" if name == "intranet-doctor" else "ReadOnlyPaths"
    [found] = re.findall(rf"^{paths}=(.*)$", unit, re.MULTILINE)
    assert "/var/lib/intranet/documents" in found.split()


WHEN_OPEN = CHECKOUT / "deploy" / "when-open"


def test_the_work_of_a_timer_waits_for_the_site_to_open_or_leaves_it(tmp_path):
    for name in TIMERS:
        unit = (CHECKOUT / "deploy" / f"{name}.service").read_text()
        word = name.partition("-")[2]
        waits = f"\nExecStartPre=/bin/sh deploy/when-open {word}\n" in unit
        assert waits != ("\nConditionPathExists=!/run/intranet-maintenance\n" in unit), name
    closed, asked = tmp_path / "closed", tmp_path / "asked"
    environ = {
        "PATH": os.environ["PATH"],
        "WHEN_OPEN_MAINTENANCE": str(closed),
        "WHEN_OPEN_BACKUP": str(asked),
        "WHEN_OPEN_PAUSE": "0.1",
    }

    def begun(word: str) -> subprocess.Popen[str]:
        command = ["sh", str(WHEN_OPEN), word]
        return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True)

    assert begun("drill").communicate() == ("", None)
    closed.touch()
    waiting, other = begun("backup"), begun("drill")
    for each in (waiting, other):
        assert each.stdout
        assert "Le site est fermé" in each.stdout.readline()
        assert each.poll() is None
    asked.touch()
    assert "il commence" in waiting.communicate(timeout=30)[0]
    assert other.poll() is None
    closed.unlink()
    other.communicate(timeout=30)
    assert (waiting.returncode, other.returncode) == (0, 0)


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_a_unit_gives_up_what_it_does_not_need(unit):
    lines = unit.read_text().splitlines()
    may_isolate = unit.stem in SANDBOXING
    assert [line for line in [*HARDENED, *(OPENED if may_isolate else CLOSED)] if line not in lines] == []
    for limit in (r"MemoryMax=\d+[MG]", r"TasksMax=\d+", r"UMask=00[27]7"):
        [_] = [line for line in lines if re.fullmatch(limit, line)]
    # A second line of the same name would widen the first.
    for name in ("CapabilityBoundingSet", "RestrictAddressFamilies", "RestrictNamespaces"):
        assert len([line for line in lines if line.startswith(f"{name}=")]) == 1
    assert not [line for line in lines if line.startswith("AmbientCapabilities=")]
    assert len([line for line in lines if line.startswith("SystemCallFilter=")]) == 2 + may_isolate


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.stem)
def test_a_unit_runs_as_the_account_that_owns_no_more_than_it_needs(unit):
    written = unit.read_text()
    is_owners = unit.stem in OWNERS_UNITS
    user, group = ("intranet-owner", "intranet-readers") if is_owners else ("intranet", "intranet")
    assert re.findall(r"^(?:User|Group|SupplementaryGroups)=(.*)$", written, re.MULTILINE) == [user, group]
    writable = [
        path for line in re.findall(r"^ReadWritePaths=(.*)$", written, re.MULTILINE) for path in line.split()
    ]
    assert is_owners or writable in ([], ["/var/lib/intranet/documents"])


def test_the_page_gives_the_site_nothing_but_the_documents():
    """Its account owns one folder, and reads .env by its group; none of its groups is another's."""
    made = re.findall(r"^(?:adduser|addgroup) .*$", WRITTEN, re.MULTILINE)
    assert [line for line in made if re.fullmatch(r"adduser intranet \S+|adduser \S+ intranet", line)] == []
    owned = re.findall(r"install .*-o intranet (.*?)(?:$|`)", WRITTEN, re.MULTILINE)
    assert owned == ["-g intranet-readers -m 2750 /var/lib/intranet/documents"]
    [group] = {*re.findall(r"install -o \S+ -g (\S+) -m 640 .*\.env$", WRITTEN, re.MULTILINE)}
    assert group == "intranet"
    assert f"adduser www-data {group}\n" not in WRITTEN
    for run in re.findall(r"runuser -u intranet -- (.*)$", WRITTEN, re.MULTILINE):
        assert run.startswith(".venv/bin/python manage.py"), run


def test_the_web_server_has_room_for_its_threads():
    unit = (CHECKOUT / "deploy" / "intranet-web.service").read_text()
    workers, threads, tasks = (
        int(re.findall(pattern, unit)[0])
        for pattern in (r"--workers (\d+)", r"--threads (\d+)", r"TasksMax=(\d+)")
    )
    assert workers * (threads + 16) + 64 <= tasks


@pytest.mark.parametrize("service", SERVICES)
def test_what_serves_cannot_read_the_backups_nor_sign_one(service):
    unit = (CHECKOUT / "deploy" / f"{service}.service").read_text()
    assert "\nInaccessiblePaths=-/var/backups -/etc/intranet/sauvegarde.key\n" in unit


def test_the_address_outlives_the_server():
    """The socket would start the server again in the middle of a restore."""
    deploy = CHECKOUT / "deploy"
    service, address = (deploy / f"intranet-web.{kind}" for kind in ("service", "socket"))
    assert "\nRequires=intranet-web.socket\n" in service.read_text()
    assert "\nKillMode=mixed\n" in service.read_text()
    listened = re.findall(r"^ListenStream=(.+)$", address.read_text(), re.MULTILINE)
    assert listened == re.findall(r"--bind ([\d.:]+)", service.read_text())
    for text in BLOCKS:
        for line in re.findall(r"^systemctl (?:stop|enable --now) .*\bintranet-web\b.*$", text, re.MULTILINE):
            assert "intranet-web.socket" in line


def test_each_role_of_the_database_may_reach_it_from_another_machine():
    [allowed] = re.findall(r"^hostssl intranet\S* (\S+) ", WRITTEN, re.MULTILINE)
    assert {*allowed.split(",")} == {*re.findall(r"createuser --pwprompt (\w+)", WRITTEN)}


def test_the_running_version_has_its_entry():
    written = (CHECKOUT / "docs" / "changements.md").read_text()
    entries = re.findall(r"^## (\S+) \(.+\)$", written, re.MULTILINE)
    version = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["version"]
    assert entries[0] == version
    assert len(entries) == len({*entries})


def test_every_command_that_a_page_names_exists_with_its_options():
    known = get_commands()
    pages = "\n".join(page.read_text() for page in PAGES)
    found = re.findall(r"(?:manage\.py|as-owner) ([a-z_]+)((?: --[a-z-]+)*)", pages)
    named = [(name, option) for name, rest in found for option in rest.split() or [""]]
    assert len(named) > 10
    for name, option in named:
        assert name in known, name
        app = known[name]
        command = load_command_class(app, name) if isinstance(app, str) else app
        assert option in command.create_parser("manage.py", name).format_help(), (name, option)
