"""deploy/install, with stand-ins for the machine: what it does once, and what it leaves alone the second time."""

import os
import shutil
import subprocess
from pathlib import Path

import environ
import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
# Each writes what it was asked, and remembers it where the script looks again.
LOG = 'printf "%s\\n" "$(basename "$0") $*" >>"$FOLDER/log"\n'
PROGRAMS = {
    "id": '[ "$1" = -u ] && echo 0 || cat "$FOLDER/groups" 2>/dev/null',
    "dpkg-query": 'for name; do :; done; [ -e "$FOLDER/installed" ] && echo installed',
    "apt-get": '[ "$1" != install ] || touch "$FOLDER/installed"',
    "getent": 'grep -qx "$2" "$FOLDER/accounts" 2>/dev/null',
    "addgroup": 'for name; do :; done; echo "$name" >>"$FOLDER/accounts"',
    "adduser": """
for name; do :; done
echo "$name" >>"$FOLDER/accounts"
[ "$2" != www-data ] || echo "$name" >"$FOLDER/groups"
""",
    "chown": 'touch "$FOLDER/owned"',
    "stat": '[ -e "$FOLDER/owned" ] && echo intranet-owner || echo root',
    "sysctl": "",
    "install": 'exec python3 "$FOLDER/bin/as-anyone" "$@"',
    "runuser": 'shift 3\nexec "$@"',
    "psql": """
given=$(case "$*" in *--command*) ;; *) cat ;; esac)
case "$* $given" in
    *"SELECT 1"*)
        for word; do :; done
        name=${word##*= \\'}
        grep -qx "${word%% =*}:${name%\\'}" "$FOLDER/database" && echo 1 ;;
    *"CREATE ROLE"*)
        printf '%s\\n' "$given" >>"$FOLDER/statements"
        name=${given##*CREATE ROLE }
        echo "SELECT 1 FROM pg_roles WHERE rolname:${name%% *}" >>"$FOLDER/database" ;;
esac
true
""",
    "createdb": 'for name; do :; done; echo "SELECT 1 FROM pg_database WHERE datname:$name" >>"$FOLDER/database"',
    "systemctl": '[ "$1" != is-enabled ] || [ ! -e "$FOLDER/disabled" ]',
    "nginx": '[ ! -e "$FOLDER/bad-nginx" ]',
}
# Without the accounts, which this machine has not.
AS_ANYONE = """import os, sys
words, kept = iter(sys.argv[1:]), []
for word in words:
    if word in ("-o", "-g"):
        next(words)
    else:
        kept.append(word)
os.execv("/usr/bin/install", ["install", *kept])
"""
LOOKS = ("id ", "dpkg-query ", "getent ", "stat ", "runuser ", "systemctl is-enabled")
SETUP = """mkdir -p .venv/bin
touch ".venv/installed-$1"
printf '#!/bin/sh\\nprintf "%%s\\\\n" "$*" >>"$FOLDER/log"\\n' >.venv/bin/python
chmod +x .venv/bin/python
"""
ANSWERS = """SITE_NAME=intranet.essai.test
TOWN_NAME=Essai & Co sur Mer
TOWN_SIRET=21100000500002
LEGAL_CONTACT=mairie@essai.test
SMTP_HOST=smtp.essai.test
SMTP_PORT=587
SMTP_USER=intranet
SMTP_PASSWORD="$ecret\\'s & \\npommes"
"""
PASSWORD = '"$ecret\\\'s & \\npommes"'


def read(path: Path) -> dict[str, str]:
    """As the site reads it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(environ.Env, "ENVIRON", {})
        environ.Env.read_env(path)
        return dict(environ.Env.ENVIRON)


class Machine:
    def __init__(self, folder: Path) -> None:
        self.folder, self.site = folder, folder / "opt" / "intranet"
        nginx = ("etc/nginx/sites-available", "etc/nginx/sites-enabled")
        for name in ("bin", "var", "units", "etc/sysctl.d", *nginx):
            (folder / name).mkdir(parents=True)
        (self.site / "config").mkdir(parents=True)
        shutil.copytree(CHECKOUT / "deploy", self.site / "deploy")
        shutil.copy(CHECKOUT / ".env.example", self.site)
        (self.site / "manage.py").touch()
        (self.site / "config" / "setup.sh").write_text(SETUP)
        (self.site / "deploy" / "owned").write_text("")
        restic = '[ "$1" = cat ] && exec test -e "$FOLDER/repository"\ntouch "$FOLDER/repository"\n'
        (self.site / "deploy" / "restic").write_text(restic)
        for name, script in PROGRAMS.items():
            path = folder / "bin" / name
            path.write_text(f"#!/bin/sh\n{LOG}{script}\n")
            path.chmod(0o755)
        (folder / "bin" / "as-anyone").write_text(AS_ANYONE)
        for name in ("certificate", "key"):
            (folder / name).write_text("PEM")
        (folder / "answers").write_text(
            f"{ANSWERS}CERTIFICATE={folder / 'certificate'}\nCERTIFICATE_KEY={folder / 'key'}\n"
        )

    def install(self, *words: str) -> subprocess.CompletedProcess[str]:
        variables = {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "FOLDER": str(self.folder),
            # Not asked: what root's terminal happens to have is no setting.
            "DEBUG": "true",
            "UPGRADE_SITE": str(self.site),
            "UPGRADE_UNITS": str(self.folder / "units"),
            "INSTALL_ETC": str(self.folder / "etc"),
            "INSTALL_VAR": str(self.folder / "var"),
        }
        (self.folder / "log").write_text("")
        command = ["sh", str(self.site / "deploy" / "install"), *words, str(self.folder / "answers")]
        return subprocess.run(
            command, env=variables, capture_output=True, text=True, timeout=120, check=False, input="n\n"
        )

    def installed(self, *words: str) -> subprocess.CompletedProcess[str]:
        done = self.install(*words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    def changes(self) -> list[str]:
        log = (self.folder / "log").read_text().splitlines()
        return [line for line in log if not line.startswith(LOOKS) and "SELECT 1" not in line]

    def files(self) -> dict[str, bytes]:
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file() and path.name != "log"
        }

    def setting(self, name: str) -> str:
        lines = (self.site / ".env").read_text().splitlines()
        [found] = [line.partition("=")[2] for line in lines if line.startswith(f"{name}=")]
        return found


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_dry_run_says_what_is_missing_and_changes_nothing(machine):
    before = machine.files()
    done = machine.installed("--dry-run", "--yes")
    words = ("bubblewrap", "compte intranet-owner", ".env", "base intranet", "unité intranet-web", "nginx")
    assert [word for word in words if word not in done.stdout] == []
    assert (machine.changes(), machine.files()) == ([], before)


def test_what_is_not_agreed_to_is_not_done(machine):
    (machine.site / ".env").write_text("SITE_URL=https://intranet.essai.test\n")
    before = machine.files()
    # Keeps the two certificates, then says no.
    done = machine.install()
    assert (done.returncode, machine.files()) == (1, before)


def test_it_installs_then_changes_nothing_more(machine):
    machine.installed("--yes")
    log = machine.changes()
    order = [
        "apt-get install", "createdb", "migrate", "check --deploy", "intranet-worker",
        "enable --now intranet-web", "nginx -t",
    ]  # fmt: skip
    places = [next(place for place, line in enumerate(log) if step in line) for step in order]
    assert places == sorted(places), log
    expected = {"ALLOWED_HOSTS": "intranet.essai.test", "SITE_URL": "https://intranet.essai.test"}
    expected |= {"TOWN_NAME": "Essai & Co sur Mer", "MAIL_FROM": "intranet@essai.test", "DEBUG": "false"}
    expected |= {"SMTP_TLS": "true", "SMTP_SSL": "false", "MAILBOXES": "", "TRUSTED_PROXIES": "1"}
    assert {name: machine.setting(name) for name in expected} == expected
    assert read(machine.site / ".env")["SMTP_PASSWORD"] == PASSWORD
    nginx = (machine.folder / "etc/nginx/sites-available/intranet").read_text()
    assert "server_name intranet.essai.test;" in nginx
    assert f"ssl_certificate {machine.folder / 'certificate'};" in nginx
    units = {path.name for path in (machine.folder / "units").iterdir()}
    assert {"intranet-web.socket", "intranet-web.service", "intranet-backup.timer"} <= units
    assert not {"intranet-mail.service", "intranet-ldap.service"} & units
    before = machine.files()
    again = machine.installed("--yes")
    assert "tout est en place" in again.stdout
    assert (machine.changes(), machine.files()) == ([], before)


def test_no_secret_is_shown_nor_in_an_argument(machine):
    done = machine.installed("--yes")
    owner = (machine.folder / "etc/intranet/owner.env").read_text()
    secrets = [
        machine.setting("SECRET_KEY"),
        PASSWORD.strip('"'),
        machine.setting("DATABASE_URL").partition("intranet:")[2].partition("@")[0],
        owner.partition("intranet_owner:")[2].partition("@")[0],
        (machine.folder / "etc/intranet/sauvegarde.key").read_text().strip(),
    ]
    said = done.stdout + done.stderr + (machine.folder / "log").read_text()
    for secret in secrets:
        assert len(secret) >= 20
        assert secret not in said
    # Each role has the password of its own address.
    statements = (machine.folder / "statements").read_text()
    assert f"CREATE ROLE intranet LOGIN PASSWORD '{secrets[2]}';" in statements
    assert f"CREATE ROLE intranet_owner LOGIN PASSWORD '{secrets[3]}';" in statements


def test_settings_keys_and_units_of_the_town_stay(machine):
    env = "SITE_URL=https://autre.test/\nMAILBOXES=courrier\nDATABASE_URL=postgres://intranet:p%40s%27s@localhost:5432/intranet\n"
    (machine.site / ".env").write_text(env)
    (machine.folder / "etc/intranet").mkdir()
    (machine.folder / "etc/intranet/sauvegarde.key").write_text("mine")
    (machine.folder / "units/intranet-worker.service").write_text("mine")
    machine.installed("--yes")
    assert (machine.site / ".env").read_text() == env
    assert (machine.folder / "etc/intranet/sauvegarde.key").read_text() == "mine"
    assert (machine.folder / "units/intranet-worker.service").read_text() == "mine"
    assert (machine.folder / "units/intranet-mail.service").exists()
    assert "PASSWORD 'p@s''s'" in (machine.folder / "statements").read_text()
    assert "server_name autre.test;" in (machine.folder / "etc/nginx/sites-available/intranet").read_text()


def test_a_database_of_one_role_keeps_it(machine):
    """A second one would own none of its tables."""
    rows = [
        "SELECT 1 FROM pg_database WHERE datname:intranet",
        "SELECT 1 FROM pg_database WHERE pg_get_userbyid(datdba) <> 'intranet_owner' AND datname:intranet",
        "SELECT 1 FROM pg_roles WHERE rolname:intranet",
    ]
    (machine.folder / "database").write_text("\n".join(rows) + "\n")
    machine.installed("--yes")
    assert not (machine.folder / "etc/intranet/owner.env").exists()
    assert not (machine.folder / "statements").exists()


def test_an_address_without_password_is_said(machine):
    env = "SITE_URL=https://x.test\nDATABASE_URL=postgres://intranet@localhost/intranet\n"
    (machine.site / ".env").write_text(env)
    done = machine.install("--yes")
    assert (done.returncode, "n’a pas de mot de passe" in done.stderr) == (1, True)


def test_units_that_a_killed_run_copied_are_enabled(machine):
    machine.installed("--yes")
    unit = machine.folder / "units/intranet-worker.service"
    unit.write_text("mine")
    (machine.folder / "units/intranet-web.socket").unlink()
    (machine.folder / "disabled").touch()
    machine.installed("--yes")
    assert unit.read_text() == "mine"
    assert (machine.folder / "units/intranet-web.socket").exists()
    assert "systemctl enable --now intranet-web.socket intranet-web" in machine.changes()


@pytest.mark.parametrize("is_the_town_s", [True, False])
def test_a_site_that_nginx_refused_is_tried_again_and_enabled_as_it_is(machine, is_the_town_s):
    site = machine.folder / "etc/nginx/sites-available/intranet"
    if is_the_town_s:
        site.write_text("mine")
    (machine.folder / "bad-nginx").touch()
    assert machine.install("--yes").returncode == 1
    (machine.folder / "bad-nginx").unlink()
    machine.installed("--yes")
    enabled = (machine.folder / "etc/nginx/sites-enabled/intranet").resolve()
    assert (enabled, site.read_text() == "mine") == (site, is_the_town_s)


@pytest.mark.parametrize(
    ("missing", "words"), [("TOWN_SIRET", "TOWN_SIRET manque"), ("CERTIFICATE", "Le certificat")]
)
def test_what_nobody_said_is_asked_before_anything_is_done(machine, missing, words):
    answers = (machine.folder / "answers").read_text().splitlines()
    kept = [line for line in answers if not line.startswith(f"{missing}=")]
    (machine.folder / "answers").write_text("\n".join(kept) + "\n")
    done = machine.install("--yes")
    assert (done.returncode, words in done.stderr) == (1, True), done.stderr
    assert machine.changes() == []
