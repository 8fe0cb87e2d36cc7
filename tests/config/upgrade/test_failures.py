"""deploy/upgrade, refused, failing or interrupted: what it leaves behind, and the way back."""

import os
import subprocess

import pytest

from tests.config.upgrade.conftest import BACKUP, CLOSING, Server, git, git_said


@pytest.mark.parametrize("is_link", [False, True])
def test_a_version_that_does_not_answer_gives_way_to_the_old_one(server, is_link):
    if is_link:
        # The folder of versions.
        (server.folder / "disk").mkdir()
        server.versions.symlink_to(server.folder / "disk")
    server.release("1.1", {"broken": "yes"})
    done = server.refused()
    assert server.running() == "1.0"
    assert "Le site est revenu à 1.0" in done.stderr
    restarts = [where for where, what in server.log() if "restart intranet-web" in what]
    assert restarts == ["1.1", "1.0"]
    assert server.done()[-1] == "systemctl start intranet-worker intranet-documents"
    assert f"deploy/restore {BACKUP}" in done.stdout


def test_a_version_that_the_doctor_finds_worse_gives_way_to_the_old_one(server):
    server.release("1.1", {"doctor": "2"})
    server.refused()
    assert server.running() == "1.0"


@pytest.mark.parametrize("fault", ["migrate-fails", "try_pages-fails"])
def test_a_version_that_cannot_serve_is_never_reached(server, fault):
    server.release("1.1", {"pending": "rooms.0002_colour\n", fault: ""})
    done = server.refused()
    assert "l’ancienne sert toujours" in done.stderr
    assert not any("restart" in what or "systemctl stop" in what for what in server.done())
    assert not server.site.is_symlink()


def test_a_failure_of_a_migration_behind_the_page_leaves_it_closed(server):
    server.release("1.1", {"pending": CLOSING, "migrate-fails": ""})
    done = server.refused()
    assert server.maintenance.exists()
    assert "deploy/restore" in done.stdout
    assert "encore fermé" in done.stdout
    assert not any("systemctl start intranet-w" in what for what in server.done())


@pytest.mark.parametrize("reason", ["", "\tDix minutes."])
@pytest.mark.parametrize("fault", ["no-backup", "no-name"])
def test_nothing_happens_without_a_backup(server, reason, fault):
    files = {"pending": f"rooms.0002_colour{reason}\n"}
    if fault == "no-name":
        (server.site / "deploy" / "restic").write_text("echo '[]'\n")
        git(server.site, "update-index", "--assume-unchanged", "deploy/restic")
    server.release("1.1", files)
    (server.folder / fault).touch()
    done = server.refused()
    assert "rien n’est changé" in done.stderr
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
    server.upgraded(answer="oui\n")
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
    [
        (lambda server: (server.site / "style.css").write_text("mine"), "ont été modifiés"),
        (lambda server: (server.site / ".local" / "documents").mkdir(), "DOCUMENTS_DIR"),
        (Server.falls_ill, "doctor"),
        (lambda server: (server.folder / "mounted").touch(), "un disque à lui seul"),
        (lambda server: (server.folder / "free").write_text("1999"), "il en faut 2000"),
    ],
)
def test_a_site_that_is_not_as_it_should_be_is_left_alone(server, change, words):
    server.release("1.1")
    change(server)
    done = server.refused()
    assert words in done.stderr
    assert not any("systemctl st" in what for what in server.done())
    assert not server.site.is_symlink()


def test_a_failure_behind_the_page_after_the_switch_knows_the_way_back(server):
    """Not to the version before the last, nor to none."""
    server.moves_to("1.1")
    server.release("1.2", {"pending": CLOSING, "broken": "yes"})
    done = server.refused()
    assert (server.running(), server.maintenance.exists()) == ("1.2", True)
    assert "--back --restored" in done.stderr
    server.refused("--back")
    server.upgraded("--back", "--restored")
    assert (server.running(), server.maintenance.exists()) == ("1.1", False)


def test_a_failure_behind_the_page_may_be_tried_again(server):
    server.release("1.1", {"pending": CLOSING, "migrate-fails": ""})
    failed = server.upgrade()
    assert "--back" not in failed.stderr
    (server.folder / "no-socket").touch()
    (server.folder / "no-backup").touch()
    (server.folder / "origin" / "migrate-fails").unlink()
    server.release("1.2")
    # It does not open what the first attempt left closed.
    server.refused("--force")
    assert server.maintenance.exists()
    assert not any("systemctl start intranet-w" in what for what in server.done())
    (server.folder / "no-backup").unlink()
    server.upgraded("--force")
    assert (server.running(), server.maintenance.exists()) == ("1.2", False)


@pytest.mark.parametrize("is_rebooted", [False, True])
def test_a_failure_after_the_migrations_behind_the_page_keeps_the_backup_of_before_them(server, is_rebooted):
    """Done, they no longer say that they leave no way back."""
    server.moves_to("1.1")
    server.release("1.2", {"pending": CLOSING, "try_pages-fails": ""})
    (server.folder / "migrates").touch()
    server.refused()
    assert (server.running(), server.maintenance.exists()) == ("1.1", True)
    before = f"{BACKUP[:-1]}{len([*(server.folder / 'backups').iterdir()]) - 1}"
    # Nor to the version before, which that database does not suit either.
    back = server.upgrade("--back")
    assert (back.returncode, before in back.stdout, server.running()) == (1, True, "1.1")
    if is_rebooted:
        # /run is empty.
        server.maintenance.unlink()
        server.falls_ill()
        server.refused()
    (server.folder / "origin" / "try_pages-fails").unlink()
    server.release("1.3")
    server.upgraded("--force")
    assert (server.running(), server.maintenance.exists()) == ("1.3", False)
    back = server.upgrade("--back")
    assert (back.returncode, before in back.stdout, server.running()) == (1, True, "1.3")


@pytest.mark.parametrize("step", ["stop intranet-worker", "restart intranet-web", "start intranet-worker"])
def test_a_way_back_that_was_killed_goes_on(server, step):
    server.moves_to("1.1")
    (server.folder / "signal").write_text("KILL")
    (server.folder / "interrupted-at").write_text(step)
    assert server.upgrade("--back").returncode < 0
    again = server.upgrade("--back")
    assert (again.returncode, server.running()) == (0, "1.0"), again.stdout + again.stderr
    assert any(what.startswith("systemctl restart intranet-web") for what in server.done())
    assert (server.versions / "previous").resolve().name.startswith("1.1-")
    # Then it is a way forth, as ever.
    server.upgraded("--back")
    assert server.running() == "1.1"


@pytest.mark.parametrize(
    ("step", "running"),
    [("stop intranet-worker", "1.0"), ("restart intranet-web", "1.1"), ("start intranet-w", "1.1")],
)
def test_interrupted_it_leaves_one_version_running_and_the_way_back(server, step, running):
    server.moves_to("1.1")
    server.upgraded("--back")
    server.release("1.2")
    (server.folder / "interrupted-at").write_text(step)
    assert server.upgrade().returncode != 0
    running = running.replace("1.1", "1.2")
    assert server.running() == running
    where, what = server.log()[-1]
    assert (where, what) == (running, "systemctl restart intranet-web intranet-worker intranet-documents")
    server.upgraded("--back")
    assert server.running() == {"1.0": "1.1", "1.2": "1.0"}[running]


@pytest.mark.parametrize("step", ["stop intranet-worker", "restart intranet-web"])
def test_interrupted_behind_the_page_it_starts_nothing(server, step):
    server.release("1.1", {"pending": CLOSING})
    (server.folder / "interrupted-at").write_text(step)
    server.upgrade()
    assert server.maintenance.exists()
    assert step in server.done()[-1]


def test_it_does_not_go_forward_without_the_migrations(server):
    server.moves_to("1.1")
    server.upgraded("--back")
    # A restored database has lost them.
    (server.versions / "previous" / "pending").write_text("rooms.0002_colour\n")
    done = server.refused("--back")
    assert "Il manque à la base des migrations de 1.1" in done.stderr
    assert server.running() == "1.0"


@pytest.mark.parametrize("reason", ["", "\tDix minutes."])
@pytest.mark.parametrize("step", ["stop intranet-worker", "restart intranet-web", "start intranet-worker"])
def test_killed_and_run_again_it_serves_the_new_version(server, step, reason):
    server.release("1.1", {"pending": f"rooms.0002_colour{reason}\n"})
    (server.folder / "migrates").touch()
    (server.folder / "signal").write_text("KILL")
    (server.folder / "interrupted-at").write_text(step)
    assert server.upgrade().returncode < 0
    server.upgraded()
    assert (server.running(), server.maintenance.exists()) == ("1.1", False)
    # Stopped by the one that was killed, started by the one after it.
    assert any(what.startswith(("systemctl start", "systemctl restart")) for what in server.done())
    back = server.upgrade("--back")
    # The backup of before the migrations, not the second one.
    assert (back.returncode, BACKUP in back.stdout) == ((1, True) if reason else (0, False)), back.stderr
    assert not reason or server.upgrade("--back", "--restored").returncode == 0
    assert server.running() == "1.0"


@pytest.mark.parametrize(
    ("tag", "key"), [("v1.1", ""), ("v1.1", "another"), ("nightly", "another"), ("v9.0", "replayed")]
)
def test_a_version_that_the_town_did_not_sign_is_refused(server, tag, key):
    if key == "replayed":
        # A good signature, of another name.
        server.release("1.1", tag="v1.0.1")
        (server.folder / "origin/.git/refs/tags/v9.0").write_text(git_said(server, "rev-parse", "v1.0.1"))
    else:
        server.release("1.1", tag=tag, key=key)
    done = server.refused(tag)
    assert f"« {tag} » n’est pas signée" in done.stderr
    assert not any("systemctl st" in what for what in server.done())
    assert server.running() == "intranet"


def test_a_town_that_follows_a_branch_says_so(server):
    server.release("1.1", tag="nightly", key="")
    server.upgraded()
    assert "déjà" in server.upgrade().stdout
    assert server.running() == "intranet"
    server.upgraded("--unsigned")
    assert server.running() == "1.1"


def test_a_version_that_is_being_prepared_is_older_than_it(server):
    server.release("1.1-rc1", {"style.css": "new"})
    server.moves_to("1.1")
    assert server.running() == "1.1"
    assert not server.site.resolve().name.startswith("1.1-rc1")


def test_without_keys_nothing_is_believed(server):
    server.release("1.1")
    (server.folder / "signers").unlink()
    server.refused()
    assert server.running() == "intranet"


def test_another_upgrade_that_runs_is_left_alone(server):
    server.release("1.1")
    (server.folder / "backup-now").touch()
    with subprocess.Popen(["flock", "--no-fork", f"{server.versions}.lock", "sleep", "60"]) as other:
        while subprocess.call(["flock", "--nonblock", f"{server.versions}.lock", "true"]) == 0:
            pass
        done = server.upgrade()
        other.kill()
        subprocess.call(["pkill", "-P", str(other.pid)])
    assert (done.returncode, "déjà en cours" in done.stderr) == (1, True)
    # What that one asked for stays asked.
    assert (server.folder / "backup-now").exists()
