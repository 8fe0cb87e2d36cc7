"""A site in /opt with the real deploy/upgrade, a tiny checkout and stand-ins for the machine around it."""

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

CHECKOUT = Path(__file__).resolve().parents[3]
BACKUP = "5ae1c0d0"
# A migration that says why the site closes.
CLOSING = "rooms.0002_colour\tDix minutes.\n"
# Each writes what it was asked to do, and where the site's link led then.
LOG = 'printf "%s | %s\\n" "$(basename "$(readlink -f "$UPGRADE_SITE")")" "$*" >>"$FOLDER/log"'
PROGRAMS = {
    "id": "echo 0",
    "runuser": 'shift 3\nexec "$@"',
    "mountpoint": '[ -e "$FOLDER/mounted" ]',
    "df": 'echo Avail; cat "$FOLDER/free" 2>/dev/null || echo 9000',
    "systemctl": f"""
set -- systemctl "$@"
{LOG}
case "$*" in
    *is-enabled*intranet-mail* | *is-active*intranet-mail*) [ -e "$FOLDER/mail" ] ;;
    *is-active*intranet-backup*) cat "$FOLDER/backup-state" 2>/dev/null ;;
    *is-active*intranet-ldap*) cat "$FOLDER/ldap-state" 2>/dev/null ;;
    *is-active*intranet-web.socket*) [ ! -e "$FOLDER/no-socket" ] ;;
    *"$(cat "$FOLDER/interrupted-at" 2>/dev/null || echo never)"*) 
        rm "$FOLDER/interrupted-at"
        kill "-$(cat "$FOLDER/signal" 2>/dev/null || echo TERM)" "$PPID" ;;
    *"start intranet-backup"*)
        rm -f "$FOLDER/backup-state"
        [ -e "$UPGRADE_BACKUP_NOW" ] || exit 1
        [ ! -e "$FOLDER/no-backup" ] && mkdir "$FOLDER/backups/{BACKUP[:-1]}$(ls "$FOLDER/backups" | wc -l)" ;;
esac
""",
}
# The newest of the repository.
RESTIC = """printf '[{"short_id":"%s"}]' "$(ls "$FOLDER/backups" | tail -n 1)"\n"""
SETUP = f"""#!/bin/sh
mkdir -p .venv/bin
touch ".venv/installed-$1"
cat >.venv/bin/python <<'END'
#!/bin/sh
shift
set -- "$@" "in $(basename "$(pwd -P)")"
{LOG}
case $1 in
    pending_migrations) [ -e "$FOLDER/migrated" ] || cat pending ;;
    collectstatic) mkdir -p .local/static && cp style.css ".local/static/style.$(cksum <style.css | cut -c 1-8).css" ;;
    doctor) exit "$(cat doctor)" ;;
    migrate) [ ! -e "$FOLDER/migrates" ] || touch "$FOLDER/migrated"; [ ! -e migrate-fails ] ;;
    try_pages) [ ! -e try_pages-fails ] ;;
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

    def release(
        self, version: str, files: Mapping[str, str] | None = None, *, tag: str = "", key: str = "key"
    ) -> None:
        """A commit of the town's repository, and its signed tag."""
        origin = self.folder / "origin"
        for name, text in {"pyproject.toml": f'[project]\nversion = "{version}"\n', **(files or {})}.items():
            (origin / name).write_text(text)
        notes = origin / "docs" / "changements.md"
        notes.write_text(f"## {version} (2026)\n\nNouveau en {version}.\n\n" + notes.read_text())
        git(origin, "add", ".")
        git(origin, "commit", "--quiet", "--message", version)
        self.tag(tag or f"v{version}", key)

    def tag(self, name: str, key: str) -> None:
        signed = ["-c", "gpg.format=ssh", "-c", f"user.signingKey={self.folder / key}"] if key else []
        how = "--sign" if key else "--annotate"
        git(self.folder / "origin", *signed, "tag", how, "--message", name, name)

    def upgrade(self, *words: str, answer: str = "") -> subprocess.CompletedProcess[str]:
        environ = {
            **os.environ,
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "FOLDER": str(self.folder),
            "UPGRADE_ACCOUNT": pwd.getpwuid(os.getuid()).pw_name,
            "UPGRADE_OWNER": pwd.getpwuid(os.getuid()).pw_name,
            "UPGRADE_SITE": str(self.site),
            "UPGRADE_VERSIONS": str(self.versions),
            "UPGRADE_UNITS": str(self.folder / "units"),
            "UPGRADE_MAINTENANCE": str(self.maintenance),
            "UPGRADE_BACKUP_NOW": str(self.folder / "backup-now"),
            "UPGRADE_SIGNERS": str(self.folder / "signers"),
            "UPGRADE_PORT": str(self.port),
            "UPGRADE_PATIENCE": "5",
            "UPGRADE_PAUSE": "0",
        }
        (self.folder / "log").write_text("")
        command = ["bash", str(self.site / "deploy" / "upgrade"), *words, *([] if answer else ["--yes"])]
        return subprocess.run(
            command, env=environ, capture_output=True, text=True, timeout=120, check=False, input=answer
        )

    def upgraded(self, *words: str, answer: str = "") -> subprocess.CompletedProcess[str]:
        done = self.upgrade(*words, answer=answer)
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    def refused(self, *words: str, answer: str = "") -> subprocess.CompletedProcess[str]:
        done = self.upgrade(*words, answer=answer)
        assert done.returncode == 1, done.stdout + done.stderr
        return done

    def moves_to(self, version: str, files: Mapping[str, str] | None = None) -> None:
        self.release(version, files)
        self.upgraded()

    def falls_ill(self) -> None:
        """The doctor finds a failure in the version that runs."""
        (self.site / "doctor").write_text("2")
        git(self.site, "update-index", "--assume-unchanged", "doctor")

    def running(self) -> str:
        return self.site.resolve().name.partition("-")[0]

    def log(self) -> list[tuple[str, str]]:
        """(version that the link led to, what was done)."""
        lines = (line.partition(" | ") for line in (self.folder / "log").read_text().splitlines())
        return [(where.partition("-")[0], what) for where, _, what in lines]

    def done(self) -> list[str]:
        return [what for _, what in self.log()]


def git(folder: Path, *words: str) -> None:
    command = ["git", "-c", "user.name=x", "-c", "user.email=x@x", *words]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def git_said(server: Server, *words: str) -> str:
    return subprocess.check_output(["git", *words], cwd=server.folder / "origin", text=True)


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
    for name in ("upgrade", "common", "versions", "as-owner", "owned"):
        shutil.copy(CHECKOUT / "deploy" / name, origin / "deploy")
    (origin / "deploy" / "restic").write_text(RESTIC)
    (origin / "deploy" / "nginx.conf").touch()
    (origin / "deploy" / "intranet-web.service").write_text("[Service]\n")
    (origin / "config" / "setup.sh").write_text(SETUP)
    (origin / "docs" / "changements.md").touch()
    (origin / ".gitignore").write_text(".venv\n.env\n.local/\n")
    for name in ("key", "another"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(tmp_path / name)]
        subprocess.run(command, check=True)
    (tmp_path / "signers").write_text("* " + (tmp_path / "key.pub").read_text())
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
