"""deploy/upgrade, refused, failing or interrupted: what it leaves behind, and the way back."""

import os

import pytest

from tests.config.upgrade.conftest import BACKUP, git


def test_a_version_that_does_not_answer_gives_way_to_the_old_one(server):
    server.release("1.1", {"broken": "yes"})
    done = server.upgrade()
    assert done.returncode == 1
    assert server.running() == "1.0"
    restarts = [where for where, what in server.log() if "restart intranet-web" in what]
    assert restarts == ["1.1", "1.0"]
    assert server.done()[-1] == "systemctl start intranet-worker intranet-documents"
    assert f"as-owner restore {server.folder}/backups/{BACKUP}" in done.stdout


def test_a_version_that_the_doctor_finds_worse_gives_way_to_the_old_one(server):
    server.release("1.1", {"doctor": "2"})
    assert server.upgrade().returncode == 1
    assert server.running() == "1.0"


@pytest.mark.parametrize("fault", ["migrate-fails", "try_pages-fails"])
def test_a_version_that_cannot_serve_is_never_reached(server, fault):
    server.release("1.1", {"pending": "rooms.0002_colour\n", fault: ""})
    done = server.upgrade()
    assert done.returncode == 1
    assert "l’ancienne sert toujours" in done.stderr
    assert not any("restart" in what or "systemctl stop" in what for what in server.done())
    assert not server.site.is_symlink()


def test_a_failure_of_a_migration_behind_the_page_leaves_it_closed(server):
    server.release("1.1", {"pending": "rooms.0002_colour\tDix minutes.\n", "migrate-fails": ""})
    done = server.upgrade()
    assert done.returncode == 1
    assert server.maintenance.exists()
    assert "as-owner restore" in done.stdout
    assert "encore fermé" in done.stdout
    assert not any("systemctl start intranet-w" in what for what in server.done())


@pytest.mark.parametrize("reason", ["", "\tDix minutes."])
def test_nothing_happens_without_a_backup(server, reason):
    server.release("1.1", {"pending": f"rooms.0002_colour{reason}\n"})
    (server.folder / "no-backup").touch()
    done = server.upgrade()
    assert done.returncode == 1
    assert "La sauvegarde a échoué" in done.stderr
    assert not any("migrate --noinput" in what or "restart" in what for what in server.done())
    assert not server.maintenance.exists()
    assert [*server.versions.glob("1.1*")] == []
    if reason:
        assert server.done()[-1] == "systemctl start intranet-web intranet-worker intranet-documents"


@pytest.mark.parametrize(
    ("change", "words"),
    [("refusal", "Rien n’est changé"), ("no-backup", "rien n’est changé"), ("try_pages-fails", "")],
)
def test_until_the_site_moves_its_settings_stay_where_they_are(server, change, words):
    def everything() -> dict[str, str | None]:
        return {
            path.relative_to(server.folder).as_posix(): os.readlink(path) if path.is_symlink() else None
            for folder in (server.site, server.folder / "units")
            for path in folder.rglob("*")
            if ".git/" not in str(path)
        }

    server.release("1.1", {change: ""})
    (server.folder / change).touch()
    before = everything()
    done = server.upgrade(answer="n\n" if change == "refusal" else "")
    assert (done.returncode, words in done.stderr) == (1, True)
    assert everything() == before
    assert (server.site / ".env").read_text() == "SECRET_KEY=x\n"
    assert not (server.versions / ".env").exists()
    (server.folder / change).unlink()
    (server.folder / "origin" / change).unlink()
    server.release("1.2")
    assert server.upgrade(answer="oui\n").returncode == 0
    settings = [path / ".env" for path in (server.site, (server.versions / "previous").resolve())]
    assert {path.resolve() for path in settings} == {server.versions / ".env"}


def test_the_units_change_once_the_version_has(server):
    unit = server.folder / "units" / "intranet-web.service"
    (server.folder / "origin" / "deploy" / "intranet-web.service").write_text("[Service]\nUMask=0027\n")
    server.release("1.1")
    (server.folder / "interrupted-at").write_text("stop intranet-worker")
    assert server.upgrade().returncode != 0
    assert (server.running(), "UMask" in unit.read_text()) == ("intranet", False)
    (server.folder / "interrupted-at").write_text("daemon-reload")
    assert server.upgrade().returncode != 0
    assert (server.running(), "UMask" in unit.read_text()) == ("1.1", True)
    assert [where for where, what in server.log() if "daemon-reload" in what] == ["1.1"] * 2
    assert [path.name for path in unit.parent.iterdir()] == [unit.name]


@pytest.mark.parametrize(
    ("change", "words"),
    [("modified", "ont été modifiés"), ("documents", "DOCUMENTS_DIR"), ("ill", "doctor")],
)
def test_a_site_that_is_not_as_it_should_be_is_left_alone(server, change, words):
    server.release("1.1")
    if change == "modified":
        (server.site / "style.css").write_text("mine")
    elif change == "documents":
        (server.site / ".local" / "documents").mkdir()
    else:
        (server.site / "doctor").write_text("2")
        git(server.site, "update-index", "--assume-unchanged", "doctor")
    done = server.upgrade()
    assert done.returncode == 1
    assert words in done.stderr
    assert not any("systemctl st" in what for what in server.done())
    assert not server.site.is_symlink()


def test_a_failure_behind_the_page_after_the_switch_knows_the_way_back(server):
    """Not to the version before the last, nor to none."""
    server.release("1.1")
    assert server.upgrade().returncode == 0
    server.release("1.2", {"pending": "rooms.0002_colour\tDix minutes.\n", "broken": "yes"})
    done = server.upgrade()
    assert done.returncode == 1
    assert (server.running(), server.maintenance.exists()) == ("1.2", True)
    assert "--back --force" in done.stderr
    assert server.upgrade("--back").returncode == 1
    assert server.upgrade("--back", "--force").returncode == 0
    assert (server.running(), server.maintenance.exists()) == ("1.1", False)


def test_a_failure_behind_the_page_may_be_tried_again(server):
    server.release("1.1", {"pending": "rooms.0002_colour\tDix minutes.\n", "migrate-fails": ""})
    failed = server.upgrade()
    assert "--back" not in failed.stderr
    (server.folder / "no-socket").touch()
    (server.folder / "no-backup").touch()
    (server.folder / "origin" / "migrate-fails").unlink()
    server.release("1.2")
    # It does not open what the first attempt left closed.
    assert server.upgrade("--force").returncode == 1
    assert server.maintenance.exists()
    assert not any("systemctl start intranet-w" in what for what in server.done())
    (server.folder / "no-backup").unlink()
    again = server.upgrade("--force")
    assert again.returncode == 0, again.stdout + again.stderr
    assert (server.running(), server.maintenance.exists()) == ("1.2", False)


@pytest.mark.parametrize(
    ("step", "running"),
    [("stop intranet-worker", "1.0"), ("restart intranet-web", "1.1"), ("start intranet-w", "1.1")],
)
def test_interrupted_it_leaves_one_version_running_and_the_way_back(server, step, running):
    server.release("1.1")
    assert server.upgrade().returncode == 0
    assert server.upgrade("--back").returncode == 0
    server.release("1.2")
    (server.folder / "interrupted-at").write_text(step)
    assert server.upgrade().returncode != 0
    running = running.replace("1.1", "1.2")
    assert server.running() == running
    where, what = server.log()[-1]
    assert (where, what) == (running, "systemctl restart intranet-web intranet-worker intranet-documents")
    assert server.upgrade("--back").returncode == 0
    assert server.running() == {"1.0": "1.1", "1.2": "1.0"}[running]


@pytest.mark.parametrize("step", ["stop intranet-worker", "restart intranet-web"])
def test_interrupted_behind_the_page_it_starts_nothing(server, step):
    server.release("1.1", {"pending": "rooms.0002_colour\tDix minutes.\n"})
    (server.folder / "interrupted-at").write_text(step)
    server.upgrade()
    assert server.maintenance.exists()
    assert step in server.done()[-1]


def test_it_does_not_go_forward_without_the_migrations(server):
    server.release("1.1")
    assert server.upgrade().returncode == 0
    assert server.upgrade("--back").returncode == 0
    # A restored database has lost them.
    (server.versions / "previous" / "pending").write_text("rooms.0002_colour\n")
    done = server.upgrade("--back")
    assert done.returncode == 1
    assert "Il manque à la base des migrations de 1.1" in done.stderr
    assert server.running() == "1.0"
