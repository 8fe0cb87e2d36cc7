"""docs/exploitation.md and deploy/backup.sh: what a town's IT department types at night."""

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PAGES = sorted((CHECKOUT / "docs").glob("*.md"))
WRITTEN = (CHECKOUT / "docs" / "exploitation.md").read_text()
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", WRITTEN, re.MULTILINE | re.DOTALL)
SERVICES = sorted(path.stem for path in (CHECKOUT / "deploy").glob("*.service"))


def block(word: str) -> str:
    [found] = [text for text in BLOCKS if word in text]
    return str(found)


def assert_order(text: str, *steps: str) -> None:
    places = [text.index(step) for step in steps]
    assert places == sorted(places), steps


def test_every_service_stops_and_starts_again() -> None:
    stopped = [text for text in BLOCKS if "systemctl stop" in text]
    assert len(stopped) == 2
    for text in stopped:
        for action in ("stop", "start"):
            [line] = re.findall(rf"^systemctl {action} (.*)$", text, re.MULTILINE)
            assert sorted(line.split()) == SERVICES


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_outlives_a_child_that_the_kernel_killed(service: str) -> None:
    unit = (CHECKOUT / "deploy" / f"{service}.service").read_text()
    assert re.search(r"^Restart=always$", unit, re.MULTILINE)
    assert re.search(r"^OOMPolicy=continue$", unit, re.MULTILINE)


def test_a_restore_analyses_and_takes_the_mails_again_before_anything_starts() -> None:
    restore = "pg_restore"
    assert_order(
        block(restore),
        "systemctl stop",
        restore,
        "--analyze-only",
        "mail_fetch --again-since",
        "systemctl start",
    )


def test_an_update_stops_the_site_for_its_migrations_only() -> None:
    text = block("git worktree add")
    assert_order(
        text,
        "git fetch",
        "check --deploy",
        "collectstatic",
        "systemctl stop",
        "git merge",
        "migrate",
        "start",
    )
    assert "--clear" not in text


def test_every_command_that_a_page_names_exists_with_its_options() -> None:
    known = get_commands()
    named = [
        (name, option)
        for page in PAGES
        for name, rest in re.findall(r"manage\.py ([a-z_]+)((?: --[a-z-]+)*)", page.read_text())
        for option in rest.split() or [""]
    ]
    assert len(named) > 10
    for name, option in named:
        assert name in known, name
        app = known[name]
        command = load_command_class(app, name) if isinstance(app, str) else app
        assert option in command.create_parser("manage.py", name).format_help(), (name, option)


def test_every_command_of_ours_can_be_helped_with() -> None:
    """A « % » alone in a help text made `--help` fail."""
    ours = {name: app for name, app in get_commands().items() if isinstance(app, str) and _is_ours(app)}
    assert len(ours) > 5
    for name, app in ours.items():
        assert load_command_class(app, name).create_parser("manage.py", name).format_help()


def _is_ours(app: str) -> bool:
    return (CHECKOUT / app.replace(".", "/")).is_dir()


@pytest.fixture
def back_up(tmp_path: Path) -> Callable[..., int]:
    """`back_up(fails="rsync")`: deploy/backup.sh, with programs that only note that they ran."""
    for name in ("runuser", "rsync"):
        program = tmp_path / name
        # runuser -u postgres -- pg_dump --format=custom --file=… intranet
        program.write_text(
            "#!/bin/sh\n"
            f'[ "$FAILS" != {name} ] || exit 1\n'
            'for word; do case $word in --file=*) echo new > "${word#--file=}";; esac; done\n'
        )
        program.chmod(0o755)
    for folder in ("backups", "documents", "copies"):
        (tmp_path / folder).mkdir()
    (tmp_path / ".env").write_text("SECRET_KEY=x\n")

    def run(fails: str = "") -> int:
        places = {
            "BACKUP_DIR": "backups",
            "DOCUMENTS_DIR": "documents",
            "BACKUP_DOCUMENTS_DIR": "copies",
            "SETTINGS_FILE": ".env",
            "BACKUP_STAMP": "stamp",
        }
        env = {name: str(tmp_path / place) for name, place in places.items()}
        path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
        command = ["sh", CHECKOUT / "deploy" / "backup.sh"]
        return subprocess.run(
            command, env={**os.environ, **env, "PATH": path, "FAILS": fails}, check=False
        ).returncode

    return run


def test_a_backup_holds_the_settings_and_leaves_its_mark(back_up: Callable[..., int], tmp_path: Path) -> None:
    assert back_up() == 0
    assert (tmp_path / "stamp").exists()
    assert (tmp_path / "backups" / "env").read_text() == "SECRET_KEY=x\n"
    assert (tmp_path / "backups" / "env").stat().st_mode & 0o777 == 0o600
    assert [path.read_text() for path in (tmp_path / "backups").glob("intranet-[1-7].dump")] == ["new\n"]


@pytest.mark.parametrize("program", ["runuser", "rsync"])
def test_a_backup_that_fails_leaves_no_mark(
    back_up: Callable[..., int], tmp_path: Path, program: str
) -> None:
    for day in range(1, 8):
        (tmp_path / "backups" / f"intranet-{day}.dump").write_text("old\n")
    assert back_up(fails=program) != 0
    assert not (tmp_path / "stamp").exists()
    if program == "runuser":
        assert {path.read_text() for path in (tmp_path / "backups").glob("*.dump")} == {"old\n"}
