"""`deploy/check`: the page that installs the intranet, walked word for word in a bare Debian 13, and timed.

Everything runs in namespaces of its own (mounts, processes, network): nothing of this machine is changed, no port is
taken, and whatever is started or mounted goes with the walk. What is not word for word is said as it is done: what the
packages of a real machine start by themselves, what a person writes into a file or answers, and systemctl, which is
deploy/units.py (its head says what that does not prove).
"""

import argparse
import os
import re
import select
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from deploy.proofs import ALONE, CONFINED, DEPOSIT

CHECKOUT = Path(__file__).resolve().parent.parent
PAGE = CHECKOUT / "docs" / "exploitation.md"
SITE, OWNER_PASSWORD, SITE_PASSWORD = "intranet.essai.test", "proprietaire-7", "le@site-7"
ADMINISTRATOR, ADMINISTRATOR_PASSWORD = "achef", "quatre pommes bleues ici"
# What a person puts in place of the page's capital letters.
PLACEHOLDERS = {
    "ADRESSE_DU_DEPOT": "/srv/depot.bundle",
    "MOT_DE_PASSE": OWNER_PASSWORD,
    "FICHIER_DES_AGENTS": "/srv/agents.csv",
}
# What a person writes into .env: each name of « À remplir », and what the page says next to it.
SETTINGS = {
    "SECRET_KEY": "essai-" + "k7Q2" * 16,
    "ALLOWED_HOSTS": SITE,
    "DATABASE_URL": f"postgres://intranet:{SITE_PASSWORD.replace('@', '%40')}@localhost:5432/intranet",
    "SITE_URL": f"https://{SITE}",
    "TOWN_NAME": "Essai-sur-Mer",
    "TOWN_SIRET": "21100000500002",
    "LEGAL_CONTACT": "mairie@essai.test",
    "MAIL_FROM": "intranet@essai.test",
    "SMTP_HOST": "localhost",
    "TRUSTED_PROXIES": "1",
}
AGENTS = "Matricule;Nom;Prénom;Direction;Courriel\n00017;BENALI;Nadia;Espaces verts;nadia.benali@essai.test\n"
# What is asked, and answered, in order.
ANSWERS = {
    "createuser --pwprompt intranet_owner": [OWNER_PASSWORD, OWNER_PASSWORD],
    "createuser --pwprompt intranet": [SITE_PASSWORD, SITE_PASSWORD],
    "manage.py createsuperuser": [
        ADMINISTRATOR,
        "achef@essai.test",
        "Anne",
        "Chef",
        ADMINISTRATOR_PASSWORD,
        ADMINISTRATOR_PASSWORD,
    ],
}
# Commands that reach package repositories: the others have a network of their own, with nothing but the machine itself.
REACHES_OUT = re.compile(r"^apt-get |config/setup\.sh")
# Of the page: its title, and words of the blocks that are walked where not all are.
SECTIONS = {
    "Installer": [""],
    "Sauvegarder et restaurer": ["systemctl start intranet-backup", "as-owner restore"],
    "Les PDF": [""],
}
# « là où il tourne », says the page.
NOT_HERE = " intranet-mail"
# A town's own way to them.
PASSED_ON = re.compile(r"(?i)^(\w+_proxy|PIP_(?!FIND_LINKS|CONSTRAINT)\w+)$")
# The kernel is this machine's, whatever the folder: « Installer » says how to close it.
TERMINALS = Path("/proc/sys/dev/tty/legacy_tiocsti")
BASE = "ca-certificates,systemd,openssl,locales"


def section(page: str, title: str) -> str:
    """From its heading to the next of the same level."""
    [found] = re.findall(rf"^## {re.escape(title)}$(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    return str(found)


def blocks(text: str) -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands(block: str) -> Iterator[str]:
    """Each as it is typed: lines joined where they end with a backslash, comments left out."""
    for line in block.replace("\\\n", " ").splitlines():
        if line.strip() and not line.startswith("#"):
            yield filled(line)


def filled(text: str) -> str:
    for name, value in PLACEHOLDERS.items():
        text = text.replace(name, value)
    return text


def walked(page: str) -> list[str]:
    found: list[str] = []
    for title, words in SECTIONS.items():
        for block in blocks(section(page, title)):
            if any(word in block for word in words):
                found.extend(commands(block))
    return found


def to_fill(page: str) -> list[str]:
    """The variables that « À remplir » names; « SMTP_… » is a family."""
    [line] = re.findall(r"^À remplir.*$", section(page, "Installer"), re.MULTILINE)
    return [name.partition("=")[0] for name in re.findall(r"`([A-Z_]+(?:=\w+)?)`", line)]


def about_terminals() -> str:
    """Nothing where the kernel keeps programs from typing in a terminal, or does not say."""
    if not TERMINALS.exists() or TERMINALS.read_text().strip() != "1":
        return ""
    return (
        "Attention : dev.tty.legacy_tiocsti vaut 1 sur cette machine : un programme du compte intranet, lancé par "
        "root, pourrait taper dans son terminal. Voyez « Installer »."
    )


def owner_file(page: str) -> str:
    [line] = re.findall(r"^DATABASE_OWNER_URL=.*$", page, re.MULTILINE)
    return filled(line) + "\n"


def heard(terminal: int, child: subprocess.Popen[bytes]) -> str | None:
    """What the terminal says next; None once nobody speaks any more."""
    while not select.select([terminal], [], [], 0.2)[0]:
        # What it started in the background may hold the terminal for ever.
        if child.poll() is not None:
            return None
    try:
        return os.read(terminal, 65536).decode(errors="replace") or None
    except OSError:
        return None


class Walk:
    """One root folder; `say` prints at once what is done, `rows` is the table at the end."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.root: Path = options.folder / "root"
        self.cwd = "/root"
        self.rows: list[tuple[str, float]] = []
        self.network = 0
        self.log: IO[str] = (options.folder / "walk.log").open("w")

    def say(self, text: str) -> None:
        print(text, flush=True)
        print(text, file=self.log, flush=True)

    def timed(self, name: str, command: list[str], **options: object) -> None:
        self.say(f"» {name}")
        started = time.monotonic()
        # Options of several types in one mapping: no overload of `run` fits them.
        done = subprocess.run(command, stdout=self.log, stderr=subprocess.STDOUT, check=False, **options)  # type: ignore[call-overload]
        self.finished(name, started, done.returncode)

    def finished(self, name: str, started: float, status: int) -> None:
        self.rows.append((name, time.monotonic() - started))
        if status:
            self.table()
            last = Path(self.log.name).read_text().splitlines()[-25:]
            print("\n".join(last), file=sys.stderr)
            sys.exit(f"A échoué ({status}) : {name}")

    def table(self) -> None:
        self.say("\n| étape | secondes |\n|---|---:|")
        for name, seconds in self.rows:
            self.say(f"| {name if len(name) <= 100 else name[:99] + '…'} | {seconds:.1f} |")
        self.say(f"| **en tout** | **{sum(seconds for _, seconds in self.rows):.1f}** |")

    # The root folder

    def make_root(self) -> None:
        sources = self.options.sources
        if shutil.which("mmdebstrap"):
            command = ["mmdebstrap", "--mode=root", "--variant=important", f"--include={BASE}"]
            command += [f"--aptopt={path}" for path in self.options.apt_conf]
            self.timed("racine Debian 13 (mmdebstrap)", [*command, "trixie", str(self.root), str(sources)])
        else:
            [mirror] = re.findall(r"^URIs: *(\S+)", sources.read_text(), re.MULTILINE)[:1]
            command = ["debootstrap", f"--include={BASE}", "trixie", str(self.root), mirror]
            self.timed("racine Debian 13 (debootstrap)", command)
            shutil.copy(sources, self.root / "etc/apt/sources.list.d/")
            (self.root / "etc/apt/sources.list").unlink(missing_ok=True)
        for path in self.options.apt_conf:
            shutil.copy(path, self.root / "etc/apt/apt.conf.d/")

    def furnish(self) -> None:
        """What a machine has that a folder has not."""
        for path in self.options.pip_conf:
            shutil.copy(path, self.root / "etc/pip.conf")
        if self.options.ca:
            shutil.copy(self.options.ca, self.root / "usr/local/share/ca.pem")
        shutil.copy("/etc/resolv.conf", self.root / "etc/resolv.conf")
        (self.root / "etc/hosts").write_text(f"127.0.0.1 localhost {SITE}\n")
        # Packages start nothing: no systemd is there to do it.
        self.program("usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n")
        self.program("usr/local/sbin/systemctl", (CHECKOUT / "deploy" / "units.py").read_text())
        (self.root / "srv/agents.csv").write_text(AGENTS)
        bundle = ["git", "-C", str(CHECKOUT), "bundle", "create", str(self.root / "srv/depot.bundle")]
        branch = subprocess.check_output(
            ["git", "-C", str(CHECKOUT), "rev-parse", "--abbrev-ref", "HEAD"], text=True
        )
        self.timed("dépôt (git bundle)", [*bundle, "HEAD", branch.strip()])
        self.mount()
        self.start_network()

    def program(self, name: str, text: str) -> None:
        path = self.root / name
        head = "#!/usr/bin/python3\n" if not text.startswith("#!") else ""
        path.write_text(head + text)
        path.chmod(0o755)

    def mount(self) -> None:
        """In the walk's own namespace: gone with it, and unseen by whoever removes the folder."""
        self._mount("--bind", str(self.root), "/")
        self._mount("--types", "proc", "proc", "/proc")
        for place in ("/run", "/dev"):
            self._mount("--types", "tmpfs", "--options", "mode=755", "tmpfs", place)
        for place in ("/dev/pts", "/dev/shm", "/run/lock"):
            (self.root / place[1:]).mkdir()
        self._mount("--bind", "/dev/pts", "/dev/pts")
        self._mount("--types", "tmpfs", "tmpfs", "/dev/shm")
        for name in ("null", "zero", "full", "random", "urandom", "tty", "ptmx"):
            (self.root / "dev" / name).touch()
            self._mount("--bind", f"/dev/{name}", f"/dev/{name}")
        (self.root / "dev/fd").symlink_to("/proc/self/fd")

    def _mount(self, *words: str) -> None:
        *options, place = words
        subprocess.run(["mount", *options, str(self.root / place.lstrip("/"))], check=True)

    def start_network(self) -> None:
        """A process holds the namespace open."""
        script = "ip link set lo up && exec sleep infinity"
        holder = subprocess.Popen(["unshare", "--net", "sh", "-c", script])
        self.network = holder.pid
        time.sleep(0.5)

    # Commands

    def inside(self, *, reaches_out: bool) -> list[str]:
        enter = [] if reaches_out else ["nsenter", f"--net=/proc/{self.network}/ns/net"]
        # The kernel gives no namespace to a process whose root was changed by chroot, and bubblewrap makes some.
        pivot = 'cd "$0" && pivot_root . . && umount -l . && exec "$@"'
        return [*enter, "unshare", "--mount", "sh", "-c", pivot, str(self.root)]

    def environment(self, *, reaches_out: bool) -> Mapping[str, str]:
        known = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/root",
            "LANG": "C.UTF-8",
            "TERM": "dumb",
            "DEBIAN_FRONTEND": "noninteractive",
            # `apt-get install` asks « continuer ? »: yes.
            "APT_CONFIG": "/etc/apt/yes.conf",
        }
        if reaches_out:
            known |= {name: value for name, value in os.environ.items() if PASSED_ON.match(name)}
            if self.options.ca:
                known |= dict.fromkeys(("PIP_CERT", "SSL_CERT_FILE"), "/usr/local/share/ca.pem")
        return known

    def type(self, text: str) -> None:
        """One command of the page, in a terminal, where the one before left off."""
        if text.startswith("systemctl") and NOT_HERE in text:
            self.by_hand(f"sans{NOT_HERE}, qui n’est pas installé ici")
            text = text.replace(NOT_HERE, "")
        self.say(f"# {text}")
        reaches_out = bool(REACHES_OUT.search(text))
        script = f"cd {shlex.quote(self.cwd)} && {text}\nstatus=$?; pwd >/run/cwd; exit $status"
        command = [*self.inside(reaches_out=reaches_out), "/bin/bash", "-c", script]
        answers = next((given for asked, given in ANSWERS.items() if text.endswith(asked)), [])
        started = time.monotonic()
        status = self.in_terminal(command, answers, self.environment(reaches_out=reaches_out))
        self.cwd = (self.root / "run/cwd").read_text().strip()
        self.finished(text, started, status)

    def in_terminal(self, command: list[str], answers: list[str], environment: Mapping[str, str]) -> int:
        ours, theirs = os.openpty()
        child = subprocess.Popen(
            ["setsid", "--ctty", "--wait", *command],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
        )
        os.close(theirs)
        waiting, said = list(answers), ""
        while (read := heard(ours, child)) is not None:
            self.log.write(read)
            said = (said + read)[-300:]
            # A prompt is a line that waits.
            if waiting and re.search(r": ?$", said):
                os.write(ours, (waiting.pop(0) + "\n").encode())
                said = ""
        os.close(ours)
        if waiting:
            self.say(f"  (réponses restées sans question : {len(waiting)})")
        return child.wait()

    def by_hand(self, text: str) -> None:
        self.say(f"  (à la main : {text})")

    def after(self, text: str) -> None:
        """What a person does before the next command, as the page says; what a real machine does by itself."""
        if text.startswith("apt-get install") and "nginx" in text:
            self.by_hand("PostgreSQL et nginx démarrent, comme leurs paquets le font sous systemd")
            self.quietly("systemctl start postgresql nginx")
        if text.endswith("/etc/intranet/owner.env"):
            self.by_hand("l’adresse du propriétaire dans /etc/intranet/owner.env")
            (self.root / "etc/intranet/owner.env").write_text(owner_file(PAGE.read_text()))
        if text.endswith(".env.example .env"):
            self.by_hand(f"dans .env, {', '.join(SETTINGS)}")
            self.fill_env()
        if "import_agents" in text and "--dry-run" not in text:
            self.by_hand("un document déposé par le site")
            self.in_unit("intranet-web", DEPOSIT, "un document")
        if text.startswith("cp deploy/nginx.conf"):
            self.by_hand("le nom du site dans le fichier de nginx, et un certificat fait sur place")
            self.put_name_and_certificate()

    def in_unit(self, unit: str, script: str, name: str) -> None:
        python = ".venv/bin/python manage.py shell --verbosity 0 --command"
        self.quietly(f"cd /opt/intranet && systemctl run {unit} {python} {shlex.quote(script)}", name)

    def quietly(self, text: str, name: str = "") -> None:
        command = [*self.inside(reaches_out=False), "/bin/bash", "-c", text]
        self.timed(name or text, command, env=self.environment(reaches_out=False))

    def fill_env(self) -> None:
        path = self.root / "opt/intranet/.env"
        text = path.read_text()
        for name, value in SETTINGS.items():
            line = f"{name}={value}".replace("\\", r"\\")
            text, count = re.subn(rf"^{name}=.*$", line, text, flags=re.MULTILINE)
            if not count:
                sys.exit(f".env.example ne connaît pas {name}")
        path.write_text(text)

    def put_name_and_certificate(self) -> None:
        path = self.root / "etc/nginx/sites-available/intranet"
        path.write_text(path.read_text().replace("intranet.ville.example", SITE))
        folder = self.root / "etc/ssl/intranet"
        folder.mkdir()
        made = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "30",
            "-subj",
            f"/CN={SITE}",
        ]
        made += ["-addext", f"subjectAltName=DNS:{SITE}", "-keyout", str(folder / "privkey.pem")]
        subprocess.run([*made, "-out", str(folder / "fullchain.pem")], check=True, capture_output=True)

    # The signed-in page

    def sign_in(self) -> None:
        started = time.monotonic()
        # The page starts the services; it does not wait for them.
        page = self.fetch("/compte/connexion/", "--retry", "60", "--retry-delay", "2", "--retry-all-errors")
        [token] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[:1]
        form = {"csrfmiddlewaretoken": token, "login": ADMINISTRATOR, "password": ADMINISTRATOR_PASSWORD}
        given = [part for name, value in form.items() for part in ("--data-urlencode", f"{name}={value}")]
        self.fetch("/compte/connexion/", *given, "--referer", f"https://{SITE}/compte/connexion/")
        home, found = self.fetch("/"), self.fetch("/annuaire/?q=benali")
        status = 0 if "Déconnexion" in home or "Se déconnecter" in home else 1
        self.finished("page d’accueil, connecté, par nginx en HTTPS", started, status)
        self.finished("l’agent importé dans l’annuaire", time.monotonic(), 0 if "Benali" in found else 1)

    def fetch(self, path: str, *options: str) -> str:
        jar, enter = str(self.options.folder / "cookies"), f"--net=/proc/{self.network}/ns/net"
        certificate = self.root / "etc/ssl/intranet/fullchain.pem"
        command = ["nsenter", enter, "curl", "--silent", "--show-error", "--fail", "--location"]
        command += ["--noproxy", "*", "--resolve", f"{SITE}:443:127.0.0.1", "--cacert", str(certificate)]
        command += ["--cookie", jar, "--cookie-jar", jar, *options, f"https://{SITE}{path}"]
        return subprocess.check_output(command, text=True)

    def run(self) -> None:
        self.make_root()
        self.furnish()
        (self.root / "etc/apt/yes.conf").write_text('APT::Get::Assume-Yes "true";\n')
        for text in walked(PAGE.read_text()):
            self.type(text)
            self.after(text)
        self.sign_in()
        self.confined()
        self.table()
        if said := about_terminals():
            self.say(said)

    def confined(self) -> None:
        """What else the programs do under a unit's confinement: a PDF is drawn, a file is read in the sandbox."""
        self.by_hand("l’unité d’un annuaire technique, que cette ville n’a pas")
        self.quietly("cp /opt/intranet/deploy/intranet-ldap.service /etc/systemd/system/")
        for unit, script in CONFINED.items():
            name = f"sous le confinement de {unit} : ce qui doit marcher, ce qui doit être refusé"
            self.in_unit(unit, script, name)
        for name, script in ALONE.items():
            self.quietly(f"set -e; cd /opt/intranet; {script}", name)
        self.quietly("systemctl is-active intranet-web intranet-worker intranet-documents")
        self.quietly("cd /opt/intranet && systemd-analyze verify /etc/systemd/system/intranet-*.service")
        self.quietly("systemctl stop intranet-web intranet-worker intranet-documents nginx postgresql")


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="deploy/check", description=__doc__)
    parser.add_argument("--folder", type=Path, help="where to work; kept when given, else a temporary one")
    parser.add_argument(
        "--sources",
        type=Path,
        default=Path("/etc/apt/sources.list.d/debian.sources"),
        help="where Debian's packages come from: a file of this machine's apt",
    )
    parser.add_argument(
        "--apt-conf", type=Path, action="append", default=[], help="apt's own settings (a mirror's)"
    )
    parser.add_argument(
        "--pip-conf", type=Path, action="append", default=[], help="pip's settings (a town's index)"
    )
    parser.add_argument(
        "--ca",
        type=Path,
        default=os.environ.get("SSL_CERT_FILE"),
        help="authorities of a town's own repositories",
    )
    return parser.parse_args()


def main() -> int:
    options = parsed()
    if os.geteuid():
        sys.exit("En root : deploy/check fait une racine Debian et y entre.")
    if folder := os.environ.get("DEPLOY_CHECK"):
        options.folder = Path(folder)
        Walk(options).run()
        return 0
    kept = options.folder is not None
    folder = str(options.folder or tempfile.mkdtemp(prefix="deploy-check-"))
    Path(folder).mkdir(parents=True, exist_ok=True)
    alone = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    try:
        # Whoever removes the folder has never seen what was mounted in it.
        walk = [*alone, sys.executable, *sys.argv]
        return subprocess.call(walk, env={**os.environ, "DEPLOY_CHECK": folder})
    finally:
        if not kept:
            shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
