"""deploy/upgrade, on two versions of a tiny checkout: what runs in which order, and what stays."""

import os

import pytest

from tests.config.upgrade.conftest import BACKUP, CLOSING, PROGRAMS


def assert_order(done: list[str], *steps: str) -> None:
    places = [next(place for place, what in enumerate(done) if step in what) for step in steps]
    assert places == sorted(places), done


def test_with_nothing_to_migrate_the_site_never_closes(server):
    server.moves_to("1.1", {"style.css": "new"})
    assert (server.running(), server.site.is_symlink()) == ("1.1", True)
    before = ("doctor", "check --deploy", "collectstatic", "start intranet-backup", "try_pages")
    two = "intranet-worker intranet-documents"
    assert_order(server.done(), *before, f"stop {two}", "restart intranet-web", f"start {two}")
    assert not any("migrate" in what or "stop intranet-web" in what for what in server.done()), server.done()
    assert not server.maintenance.exists()
    # All that takes long is done while the old one is the site.
    stopped = server.done().index("systemctl stop intranet-worker intranet-documents")
    assert {where for where, _ in server.log()[: stopped + 1]} == {"intranet"}
    assert [where for where, what in server.log() if "restart" in what] == ["1.1"]


def test_migrations_run_while_the_old_version_serves(server):
    server.moves_to("1.1", {"pending": "rooms.0002_colour\n"})
    steps = ("start intranet-backup", "migrate --noinput --lock-seconds 3", "restart intranet-web")
    assert_order(server.done(), *steps)
    assert [where for where, what in server.log() if "migrate --noinput" in what] == ["intranet"]
    assert not any("stop intranet-web" in what for what in server.done())


def test_a_migration_that_asks_for_it_closes_the_site_before_the_backup(server):
    server.release("1.1", {"pending": CLOSING})
    (server.folder / "mail").touch()
    done = server.upgraded()
    assert "FERMÉ" in done.stdout
    assert_order(
        server.done(),
        "stop intranet-web.socket intranet-web intranet-worker intranet-documents intranet-mail",
        "start intranet-backup",
        "migrate --noinput",
        "restart intranet-web",
        "start intranet-worker intranet-documents intranet-mail",
    )
    assert not server.maintenance.exists()
    # And the way back is by the backup alone.
    back = server.refused("--back")
    assert BACKUP in back.stdout
    assert "restaurez d’abord" in back.stderr.splitlines()[-1]
    assert server.running() == "1.1"
    # The doctor is not asked: a mail server that is away is no reason to stay.
    server.falls_ill()
    server.refused("--back", "--force")
    server.upgraded("--back", "--restored")
    assert server.running() == "1.0"


@pytest.mark.parametrize("place", ["opt/intranet/config/setup.sh", "opt/intranet/.venv", "opt", "versions"])
def test_root_runs_nothing_that_another_account_may_change(server, place):
    server.release("1.1")
    if place == "versions":
        place = "opt/intranet-versions/previous/manage.py"
        server.upgraded()
        server.release("1.2")
    path, running = server.folder / place, server.running()
    path.chmod(path.stat().st_mode | 0o020)
    done = server.refused()
    assert f"{path.resolve()} pourrait être changé" in done.stderr
    assert (server.done(), server.running()) == ([], running)


def test_the_site_s_account_holds_neither_root_s_terminal_nor_its_lock(server):
    """What got hold of it would type there, or be believed: TIOCSTI asks for no right in the terminal's session."""
    lock = '[ ! -e /proc/$$/fd/9 ] || echo "$3 $6" >>"$FOLDER/locks"\n'
    runuser = lock + 'echo "$6 $(cut -d " " -f 6 /proc/$$/stat)" >>"$FOLDER/sessions"\n' + PROGRAMS["runuser"]
    (server.folder / "bin" / "runuser").write_text(f"#!/bin/sh\n{runuser}\n")
    server.moves_to("1.1")
    assert not (server.folder / "locks").exists()
    lines = (server.folder / "sessions").read_text().splitlines()
    found = {(command, session) for command, _, session in (line.rpartition(" ") for line in lines)}
    for command in ("doctor", "check", "try_pages"):
        assert [session for name, session in found if name == command], found
        assert (command, str(os.getsid(0))) not in found
    # What is to be migrated is not for that account to say.
    assert [session for name, session in found if name == "pending_migrations"] == [str(os.getsid(0))]


def test_root_writes_through_no_link_of_the_account(server):
    """The folder of versions is the owner's, who could name any file of the machine there."""
    kept = server.folder / "kept"
    kept.write_text("mine")
    server.versions.mkdir()
    (server.versions / "doctor").symlink_to(kept)
    server.moves_to("1.1")
    assert kept.read_text() == "mine"


def test_what_changed_between_the_versions_is_said_before(server):
    server.release("1.1")
    server.release("1.2")
    done = server.upgrade()
    assert "Nouveau en 1.2." in done.stdout
    assert "Nouveau en 1.1." in done.stdout
    assert "Nouveau en 1.0." not in done.stdout


def test_back_and_forth_keeps_the_settings_and_what_open_pages_ask_for(server):
    server.release("1.1", {"style.css": "new"})
    server.upgrade()
    old = [path.name for path in (server.site / ".local" / "static").iterdir()]
    assert "style.0.css" in old
    assert len(old) == 2
    (server.site / ".env").write_text("SECRET_KEY=y\n")
    server.upgraded("--back")
    assert server.running() == "1.0"
    assert (server.site / ".env").read_text() == "SECRET_KEY=y\n"
    assert {*old} <= {path.name for path in (server.site / ".local" / "static").iterdir()}
    server.upgraded("--back")
    assert server.running() == "1.1"


def test_only_the_version_before_is_kept_and_what_is_no_version(server):
    (server.versions / "notes").mkdir(parents=True)
    for version in ("1.1", "1.2"):
        server.moves_to(version)
    kept = sorted(path.name.partition("-")[0] for path in server.versions.iterdir() if path.is_dir())
    assert kept == ["1.1", "1.2", "notes", "previous"]


def test_what_the_town_has_installed_beside_is_installed_again(server):
    (server.site / ".venv" / "installed-requirements-ldap.txt").touch()
    server.moves_to("1.1", {"requirements-ldap.txt": "ldap3"})
    stamps = sorted(path.name for path in (server.site / ".venv").glob("installed-*"))
    assert stamps == ["installed-requirements-ldap.txt", "installed-requirements.txt"]


def test_units_that_nobody_changed_here_follow_and_come_back(server):
    unit = server.folder / "units" / "intranet-web.service"
    (server.folder / "origin" / "deploy" / "intranet-web.service").write_text("[Service]\nUMask=0027\n")
    server.moves_to("1.1")
    assert "UMask" in unit.read_text()
    server.upgrade("--back")
    assert "UMask" not in unit.read_text()
    unit.write_text("[Service]\nNice=5\n")
    done = server.upgrade("--back")
    assert "UMask" not in unit.read_text()
    assert done.returncode == 0


def test_a_unit_of_the_town_is_named_once_and_when_the_version_changes_it(server):
    unit = server.folder / "units" / "intranet-web.service"
    unit.write_text("[Service]\nNice=5\n")
    server.release("1.1")
    assert "a été modifié ici" not in server.upgrade().stdout
    (server.folder / "origin" / "deploy" / "intranet-web.service").write_text("[Service]\nUMask=0027\n")
    server.release("1.2")
    assert server.upgrade().stdout.count("a été modifié ici") == 1
    assert unit.read_text() == "[Service]\nNice=5\n"


def test_a_link_that_the_town_made_of_its_settings_is_followed(server):
    (server.site / ".env").rename(server.folder / "settings")
    (server.site / ".env").symlink_to(server.folder / "settings")
    server.moves_to("1.1")
    assert (server.site / ".env").resolve() == server.folder / "settings"


@pytest.mark.parametrize("state", ["activating", "inactive"])
def test_the_site_closes_once_the_directory_has_been_read(server, state):
    server.release("1.1", {"pending": CLOSING})
    (server.folder / "ldap-state").write_text(state)
    server.upgraded()
    assert (server.done().count("systemctl start intranet-ldap") == 1) == (state == "activating")
    if state == "activating":
        steps = ("start intranet-ldap", "stop intranet-web.socket", "start intranet-backup")
        assert_order(server.done(), *steps)


@pytest.mark.parametrize("reason", ["", "\tDix minutes."])
def test_a_backup_that_runs_is_waited_for_and_is_not_the_one_of_before(server, reason):
    server.release("1.1", {"pending": f"rooms.0002_colour{reason}\n"})
    (server.folder / "backup-state").write_text("activating")
    done = server.upgraded()
    assert "attend qu’elle finisse" in done.stdout
    starts = [place for place, what in enumerate(server.done()) if "start intranet-backup" in what]
    assert len(starts) == 2
    closed = [place for place, what in enumerate(server.done()) if "stop intranet-web" in what]
    assert all(starts[0] < place < starts[1] for place in closed)
    assert f"{BACKUP[:-1]}1" in done.stdout.rpartition("Sauvegarde d’avant")[2]
    assert not (server.folder / "backup-now").exists()
