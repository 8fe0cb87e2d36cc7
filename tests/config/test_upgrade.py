"""deploy/upgrade, on two versions of a tiny checkout: what runs in which order, and what a failure leaves behind."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent.parent
BACKUP = "intranet-2026-11-29T011500Z"
# Each writes what it was asked to do, and where the site's link led then.
LOG = 'printf "%s | %s\\n" "$(basename "$(readlink -f "$UPGRADE_SITE")")" "$*" >>"$FOLDER/log"'
PROGRAMS = {
    "id": "echo 0",
    "runuser": 'shift 3\nexec "$@"',
    "mountpoint": "exit 1",
    "systemctl": f"""
set -- systemctl "$@"
{LOG}
case "$*" in
    *is-active*intranet-mail*) [ -e "$FOLDER/mail" ] ;;
    *is-active*intranet-backup*) cat "$FOLDER/backup-state" 2>/dev/null ;;
    *is-active*intranet-ldap*) cat "$FOLDER/ldap-state" 2>/dev/null ;;
    *is-active*intranet-web.socket*) [ ! -e "$FOLDER/no-socket" ] ;;
    *"$(cat "$FOLDER/interrupted-at" 2>/dev/null || echo never)"*) rm "$FOLDER/interrupted-at" && kill -TERM "$PPID" ;;
    *"start intranet-backup"*)
        rm -f "$FOLDER/backup-state"
        [ -e "$UPGRADE_BACKUP_NOW" ] || exit 1
        [ ! -e "$FOLDER/no-backup" ] && mkdir "$UPGRADE_BACKUPS/{BACKUP[:-2]}$(ls "$UPGRADE_BACKUPS" | wc -l)Z" ;;
esac
""",
}
SETUP = f"""#!/bin/sh
mkdir -p .venv/bin
touch ".venv/installed-$1"
cat >.venv/bin/python <<'END'
#!/bin/sh
shift
set -- "$@" "in $(basename "$(pwd -P)")"
{LOG}
case $1 in
    pending_migrations) cat pending ;;
    collectstatic) mkdir -p .local/static && cp style.css ".local/static/style.$(cksum <style.css | cut -c 1-8).css" ;;
    doctor) exit "$(cat doctor)" ;;
    migrate|try_pages) [ ! -e "$1-fails" ] ;;
esac
END
chmod +x .venv/bin/python
"""


@dataclass
class Server:
    """A site in /opt, its two versions, and what stands for the machine around it."""

    folder: Path
    port: int

    @property
    def site(self) -> Path:
        return self.folder / "opt" / "intranet"

    @property
    def versions(self) -> Path:
        return self.folder / "opt" / "intranet-versions"

    @property
    def maintenance(self) -> Path:
        return self.folder / "maintenance"

    def release(self, version: str, files: Mapping[str, str] | None = None) -> None:
        """A commit of the town's repository."""
        origin = self.folder / "origin"
        for name, text in {"pyproject.toml": f'[project]\nversion = "{version}"\n', **(files or {})}.items():
            (origin / name).write_text(text)
        notes = origin / "docs" / "changements.md"
        notes.write_text(f"## {version} (2026)\n\nNouveau en {version}.\n\n" + notes.read_text())
        git(origin, "add", ".")
        git(origin, "commit", "--quiet", "--message", version)

    def upgrade(self, *words: str, answer: str = "") -> subprocess.CompletedProcess[str]:
        environ = {
            **os.environ,
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "FOLDER": str(self.folder),
            "UPGRADE_ACCOUNT": pwd.getpwuid(os.getuid()).pw_name,
            "UPGRADE_OWNER": pwd.getpwuid(os.getuid()).pw_name,
            "UPGRADE_SITE": str(self.site),
            "UPGRADE_VERSIONS": str(self.versions),
            "UPGRADE_BACKUPS": str(self.folder / "backups"),
            "UPGRADE_UNITS": str(self.folder / "units"),
            "UPGRADE_MAINTENANCE": str(self.maintenance),
            "UPGRADE_BACKUP_NOW": str(self.folder / "backup-now"),
            "UPGRADE_PORT": str(self.port),
            "UPGRADE_PATIENCE": "5",
            "UPGRADE_PAUSE": "0",
        }
        (self.folder / "log").write_text("")
        command = ["bash", str(self.site / "deploy" / "upgrade"), *words, *([] if answer else ["--yes"])]
        return subprocess.run(
            command,
            env=environ,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            input=answer,
        )

    def running(self) -> str:
        return self.site.resolve().name.partition("-")[0]

    def log(self) -> list[tuple[str, str]]:
        """(version that the link led to, what was done)."""
        return [
            (where.partition("-")[0], what)
            for where, _, what in (
                line.partition(" | ") for line in (self.folder / "log").read_text().splitlines()
            )
        ]

    def done(self) -> list[str]:
        return [what for _, what in self.log()]


def git(folder: Path, *words: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=x", "-c", "user.email=x@x", *words],
        cwd=folder,
        check=True,
        capture_output=True,
    )


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(503 if (server.site / "broken").exists() else 200)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=listening.serve_forever, daemon=True).start()
    server = Server(tmp_path, listening.server_port)
    for name in ("bin", "opt", "units", "backups", "origin/config", "origin/docs", "origin/deploy"):
        (tmp_path / name).mkdir(parents=True)
    for name, script in PROGRAMS.items():
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / "bin" / name).chmod(0o755)
    origin = tmp_path / "origin"
    for name in ("upgrade", "as-owner", "owned"):
        shutil.copy(CHECKOUT / "deploy" / name, origin / "deploy")
    (origin / "deploy" / "nginx.conf").touch()
    (origin / "deploy" / "intranet-web.service").write_text("[Service]\n")
    (origin / "config" / "setup.sh").write_text(SETUP)
    (origin / "docs" / "changements.md").touch()
    (origin / ".gitignore").write_text(".venv\n.env\n.local/\n")
    git(origin, "init", "--quiet", "--initial-branch", "main")
    server.release("1.0", {"pending": "", "doctor": "0", "style.css": "old", "manage.py": ""})
    git(tmp_path, "clone", "--quiet", "origin", str(server.site))
    shutil.copy(origin / "deploy" / "intranet-web.service", tmp_path / "units")
    (server.site / ".env").write_text("SECRET_KEY=x\n")
    subprocess.run(["sh", "config/setup.sh", "requirements.txt"], cwd=server.site, check=True)
    (server.site / ".local" / "static").mkdir(parents=True)
    (server.site / ".local" / "static" / "style.0.css").write_text("old")
    yield server
    listening.shutdown()
    listening.server_close()


def assert_order(done: list[str], *steps: str) -> None:
    places = [next(place for place, what in enumerate(done) if step in what) for step in steps]
    assert places == sorted(places), done


def test_with_nothing_to_migrate_the_site_never_closes(server: Server) -> None:
    server.release("1.1", {"style.css": "new"})
    done = server.upgrade()
    assert done.returncode == 0, done.stdout + done.stderr
    assert (server.running(), server.site.is_symlink()) == ("1.1", True)
    assert_order(
        server.done(),
        "doctor",
        "check --deploy",
        "collectstatic",
        "start intranet-backup",
        "try_pages",
        "stop intranet-worker intranet-documents",
        "restart intranet-web",
        "start intranet-worker intranet-documents",
    )
    assert not any("migrate" in what or "stop intranet-web" in what for what in server.done()), server.done()
    assert not server.maintenance.exists()
    # All that takes long is done while the old one is the site.
    stopped = server.done().index("systemctl stop intranet-worker intranet-documents")
    assert {where for where, _ in server.log()[: stopped + 1]} == {"intranet"}
    assert [where for where, what in server.log() if "restart" in what] == ["1.1"]


def test_migrations_run_while_the_old_version_serves(server: Server) -> None:
    server.release("1.1", {"pending": "rooms.0002_colour\n"})
    done = server.upgrade()
    assert done.returncode == 0, done.stdout + done.stderr
    assert_order(
        server.done(), "start intranet-backup", "migrate --noinput --lock-seconds 3", "restart intranet-web"
    )
    assert [where for where, what in server.log() if "migrate --noinput" in what] == ["intranet"]
    assert not any("stop intranet-web" in what for what in server.done())


def test_a_migration_that_asks_for_it_closes_the_site_before_the_backup(server: Server) -> None:
    server.release("1.1", {"pending": "rooms.0002_colour\tDix minutes.\n"})
    (server.folder / "mail").touch()
    done = server.upgrade()
    assert done.returncode == 0, done.stdout + done.stderr
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
    back = server.upgrade("--back")
    assert back.returncode == 1
    assert BACKUP in back.stdout
    assert server.running() == "1.1"
    assert server.upgrade("--back", "--force").returncode == 0
    assert server.running() == "1.0"


@pytest.mark.parametrize("place", ["opt/intranet/config/setup.sh", "opt/intranet/.venv", "opt", "versions"])
def test_root_runs_nothing_that_another_account_may_change(server: Server, place: str) -> None:
    server.release("1.1")
    if place == "versions":
        place = "opt/intranet-versions/previous/manage.py"
        assert server.upgrade().returncode == 0
        server.release("1.2")
    path, running = server.folder / place, server.running()
    path.chmod(path.stat().st_mode | 0o020)
    done = server.upgrade()
    assert done.returncode == 1
    assert f"{path.resolve()} pourrait être changé" in done.stderr
    assert (server.done(), server.running()) == ([], running)


def test_the_site_s_account_does_not_hold_root_s_terminal(server: Server) -> None:
    """What got hold of it would type there: TIOCSTI asks for no right in the session of the terminal."""
    runuser = 'echo "$6 $(cut -d " " -f 6 /proc/$$/stat)" >>"$FOLDER/sessions"\n' + PROGRAMS["runuser"]
    (server.folder / "bin" / "runuser").write_text(f"#!/bin/sh\n{runuser}\n")
    server.release("1.1")
    done = server.upgrade()
    assert done.returncode == 0, done.stdout + done.stderr
    lines = (server.folder / "sessions").read_text().splitlines()
    found = {(command, session) for command, _, session in (line.rpartition(" ") for line in lines)}
    for command in ("doctor", "check", "try_pages"):
        assert [session for name, session in found if name == command], found
        assert (command, str(os.getsid(0))) not in found
    # What is to be migrated is not for that account to say.
    assert [session for name, session in found if name == "pending_migrations"] == [str(os.getsid(0))]


def test_root_writes_through_no_link_of_the_account(server: Server) -> None:
    """The folder of versions is the owner's, who could name any file of the machine there."""
    kept = server.folder / "kept"
    kept.write_text("mine")
    server.versions.mkdir()
    (server.versions / "doctor").symlink_to(kept)
    server.release("1.1")
    assert server.upgrade().returncode == 0
    assert kept.read_text() == "mine"


def test_what_changed_between_the_versions_is_said_before(server: Server) -> None:
    server.release("1.1")
    server.release("1.2")
    done = server.upgrade()
    assert "Nouveau en 1.2." in done.stdout
    assert "Nouveau en 1.1." in done.stdout
    assert "Nouveau en 1.0." not in done.stdout


def test_a_version_that_does_not_answer_gives_way_to_the_old_one(server: Server) -> None:
    server.release("1.1", {"broken": "yes"})
    done = server.upgrade()
    assert done.returncode == 1
    assert server.running() == "1.0"
    restarts = [where for where, what in server.log() if "restart intranet-web" in what]
    assert restarts == ["1.1", "1.0"]
    assert server.done()[-1] == "systemctl start intranet-worker intranet-documents"
    assert f"as-owner restore {server.folder}/backups/{BACKUP}" in done.stdout


def test_a_version_that_the_doctor_finds_worse_gives_way_to_the_old_one(server: Server) -> None:
    server.release("1.1", {"doctor": "2"})
    assert server.upgrade().returncode == 1
    assert server.running() == "1.0"


@pytest.mark.parametrize("fault", ["migrate-fails", "try_pages-fails"])
def test_a_version_that_cannot_serve_is_never_reached(server: Server, fault: str) -> None:
    server.release("1.1", {"pending": "rooms.0002_colour\n", fault: ""})
    done = server.upgrade()
    assert done.returncode == 1
    assert "l’ancienne sert toujours" in done.stderr
    assert not any("restart" in what or "systemctl stop" in what for what in server.done())
    assert not server.site.is_symlink()


def test_a_failure_of_a_migration_behind_the_page_leaves_it_closed(server: Server) -> None:
    server.release("1.1", {"pending": "rooms.0002_colour\tDix minutes.\n", "migrate-fails": ""})
    done = server.upgrade()
    assert done.returncode == 1
    assert server.maintenance.exists()
    assert "as-owner restore" in done.stdout
    assert "encore fermé" in done.stdout
    assert not any("systemctl start intranet-w" in what for what in server.done())


@pytest.mark.parametrize("reason", ["", "\tDix minutes."])
def test_nothing_happens_without_a_backup(server: Server, reason: str) -> None:
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


def test_back_and_forth_keeps_the_settings_and_what_open_pages_ask_for(server: Server) -> None:
    server.release("1.1", {"style.css": "new"})
    server.upgrade()
    old = [path.name for path in (server.site / ".local" / "static").iterdir()]
    assert "style.0.css" in old
    assert len(old) == 2
    (server.site / ".env").write_text("SECRET_KEY=y\n")
    done = server.upgrade("--back")
    assert done.returncode == 0, done.stdout + done.stderr
    assert server.running() == "1.0"
    assert (server.site / ".env").read_text() == "SECRET_KEY=y\n"
    assert {*old} <= {path.name for path in (server.site / ".local" / "static").iterdir()}
    assert server.upgrade("--back").returncode == 0
    assert server.running() == "1.1"


def test_only_the_version_before_is_kept(server: Server) -> None:
    for version in ("1.1", "1.2"):
        server.release(version)
        assert server.upgrade().returncode == 0
    kept = sorted(path.name.partition("-")[0] for path in server.versions.iterdir() if path.is_dir())
    assert kept == ["1.1", "1.2", "previous"]


def test_what_the_town_has_installed_beside_is_installed_again(server: Server) -> None:
    (server.site / ".venv" / "installed-requirements-ldap.txt").touch()
    server.release("1.1", {"requirements-ldap.txt": "ldap3"})
    assert server.upgrade().returncode == 0
    stamps = sorted(path.name for path in (server.site / ".venv").glob("installed-*"))
    assert stamps == ["installed-requirements-ldap.txt", "installed-requirements.txt"]


def test_a_named_version_is_taken_and_the_running_one_left_alone(server: Server) -> None:
    server.release("1.1")
    git(server.folder / "origin", "tag", "v1.1")
    server.release("1.2")
    assert server.upgrade("v1.1").returncode == 0
    assert server.running() == "1.1"
    again = server.upgrade("v1.1")
    assert again.returncode == 0
    assert "déjà" in again.stdout
    assert server.upgrade().returncode == 0
    assert server.running() == "1.2"


def test_units_that_nobody_changed_here_follow_and_come_back(server: Server) -> None:
    unit = server.folder / "units" / "intranet-web.service"
    (server.folder / "origin" / "deploy" / "intranet-web.service").write_text("[Service]\nUMask=0027\n")
    server.release("1.1")
    assert server.upgrade().returncode == 0
    assert "UMask" in unit.read_text()
    server.upgrade("--back")
    assert "UMask" not in unit.read_text()
    unit.write_text("[Service]\nNice=5\n")
    done = server.upgrade("--back")
    assert "UMask" not in unit.read_text()
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [("refusal", "Rien n’est changé"), ("no-backup", "rien n’est changé"), ("try_pages-fails", "")],
)
def test_until_the_site_moves_its_settings_stay_where_they_are(
    server: Server, change: str, words: str
) -> None:
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


def test_a_link_that_the_town_made_of_its_settings_is_followed(server: Server) -> None:
    (server.site / ".env").rename(server.folder / "settings")
    (server.site / ".env").symlink_to(server.folder / "settings")
    server.release("1.1")
    assert server.upgrade().returncode == 0
    assert (server.site / ".env").resolve() == server.folder / "settings"


def test_the_units_change_once_the_version_has(server: Server) -> None:
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


@pytest.mark.parametrize("state", ["activating", "inactive"])
def test_the_site_closes_once_the_directory_has_been_read(server: Server, state: str) -> None:
    server.release("1.1", {"pending": "rooms.0002_colour\tDix minutes.\n"})
    (server.folder / "ldap-state").write_text(state)
    assert server.upgrade().returncode == 0
    assert (server.done().count("systemctl start intranet-ldap") == 1) == (state == "activating")
    if state == "activating":
        assert_order(
            server.done(), "start intranet-ldap", "stop intranet-web.socket", "start intranet-backup"
        )


@pytest.mark.parametrize("reason", ["", "\tDix minutes."])
def test_a_backup_that_runs_is_waited_for_and_is_not_the_one_of_before(server: Server, reason: str) -> None:
    server.release("1.1", {"pending": f"rooms.0002_colour{reason}\n"})
    (server.folder / "backup-state").write_text("activating")
    done = server.upgrade()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "attend qu’elle finisse" in done.stdout
    starts = [place for place, what in enumerate(server.done()) if "start intranet-backup" in what]
    assert len(starts) == 2
    closed = [place for place, what in enumerate(server.done()) if "stop intranet-web" in what]
    assert all(starts[0] < place < starts[1] for place in closed)
    assert f"{BACKUP[:-2]}1Z" in done.stdout.rpartition("Sauvegarde d’avant")[2]
    assert not (server.folder / "backup-now").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [("modified", "ont été modifiés"), ("documents", "DOCUMENTS_DIR"), ("ill", "doctor")],
)
def test_a_site_that_is_not_as_it_should_be_is_left_alone(server: Server, change: str, words: str) -> None:
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


def test_a_failure_behind_the_page_after_the_switch_knows_the_way_back(server: Server) -> None:
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


def test_a_failure_behind_the_page_may_be_tried_again(server: Server) -> None:
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
def test_interrupted_it_leaves_one_version_running_and_the_way_back(
    server: Server, step: str, running: str
) -> None:
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
def test_interrupted_behind_the_page_it_starts_nothing(server: Server, step: str) -> None:
    server.release("1.1", {"pending": "rooms.0002_colour\tDix minutes.\n"})
    (server.folder / "interrupted-at").write_text(step)
    server.upgrade()
    assert server.maintenance.exists()
    assert step in server.done()[-1]


def test_it_does_not_go_forward_without_the_migrations(server: Server) -> None:
    server.release("1.1")
    assert server.upgrade().returncode == 0
    assert server.upgrade("--back").returncode == 0
    # A restored database has lost them.
    (server.versions / "previous" / "pending").write_text("rooms.0002_colour\n")
    done = server.upgrade("--back")
    assert done.returncode == 1
    assert "Il manque à la base des migrations de 1.1" in done.stderr
    assert server.running() == "1.0"


def test_what_is_no_version_is_not_erased(server: Server) -> None:
    server.release("1.1")
    (server.versions / "notes").mkdir(parents=True)
    assert server.upgrade().returncode == 0
    assert (server.versions / "notes").exists()
