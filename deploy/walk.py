"""`deploy/check`: the page that installs the intranet, walked word for word in a bare Debian 13, and timed.

systemd-nspawn boots it with the real systemd and a network of its own: nothing of this machine is changed. What is not
word for word is said as it is done: packages come before the boot, while the network is there; what a person answers or
puts in place. The version before (`--before`) is installed; a signed tag upgrades it to this one, and it goes back.
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

from deploy.proofs import ALONE, CONFINED, DEPOSIT, MAIL_IN_AND_OUT, MAIL_SERVER

CHECKOUT = Path(__file__).resolve().parent.parent
PAGE = "docs/exploitation.md"
SITE = "intranet.essai.test"
ADMINISTRATOR, ADMINISTRATOR_PASSWORD = "achef", "quatre pommes bleues ici"
# What a person puts in place of the page's capital letters.
PLACEHOLDERS = {"ADRESSE_DU_DEPOT": "/srv/depot.bundle", "FICHIER_DES_AGENTS": "/srv/agents.csv"}
AGENTS = "Matricule;Nom;Prénom;Direction;Courriel\n00017;BENALI;Nadia;Espaces verts;nadia.benali@essai.test\n"
READER, READER_PASSWORD = "saperlipopette", "une boîte à idées"
MAILBOX = f"imaps://{READER}@{SITE}/INBOX"
# What is asked, and answered, in order.
ANSWERS = {
    # An empty one takes what is proposed.
    "deploy/install": [
        *(SITE, "Essai-sur-Mer", "21100000500002", "mairie@essai.test"),
        *("", "", "", "", MAILBOX, READER_PASSWORD, "", "", "oui"),
    ],
    "deploy/upgrade": ["oui"],
    "deploy/upgrade --back": ["oui"],
    "manage.py createsuperuser": [
        ADMINISTRATOR,
        "achef@essai.test",
        "Anne",
        "Chef",
        ADMINISTRATOR_PASSWORD,
        ADMINISTRATOR_PASSWORD,
    ],
}
# Of the page: its title, and words of the blocks that are walked where not all are.
SECTIONS = {
    "Installer": ["deploy/install\n", "createsuperuser", "import_agents"],
    "Sauvegarder et restaurer": ["systemctl start intranet-backup", "bash deploy/restore\n"],
    "Les PDF": [""],
    "Mettre à jour": ["deploy/upgrade\n", "deploy/upgrade --back\n"],
}
# The newest of all.
TAG = "v1000.0"
# A town's own way to them.
PASSED_ON = re.compile(r"(?i)^(\w+_proxy|PIP_(?!FIND_LINKS|CONSTRAINT)\w+)$")
# The kernel is this machine's, whatever the folder: « Installer » says how to close it.
TERMINALS = Path("/proc/sys/dev/tty/legacy_tiocsti")
BASE = "ca-certificates,systemd-sysv,dbus,openssl,locales"
NSPAWN = ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", f"--machine=intranet-{os.getpid()}"]


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


def in_git(folder: Path, *command: str) -> str:
    return subprocess.check_output(["git", "-C", str(folder), *command], text=True).strip()


def about_terminals() -> str:
    """Nothing where the kernel keeps programs from typing in a terminal, or does not say."""
    if not TERMINALS.exists() or TERMINALS.read_text().strip() != "1":
        return ""
    return (
        "Attention : dev.tty.legacy_tiocsti vaut 1 sur cette machine : un programme du compte intranet, lancé par "
        "root, pourrait taper dans son terminal. Voyez « Installer »."
    )


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
        self.machine: subprocess.Popen[bytes] | None = None
        self.log: IO[str] = (options.folder / "walk.log").open("w")

    def say(self, text: str) -> None:
        print(text, flush=True)
        print(text, file=self.log, flush=True)

    def timed(self, name: str, command: list[str]) -> None:
        self.say(f"» {name}")
        started = time.monotonic()
        done = subprocess.run(command, stdout=self.log, stderr=subprocess.STDOUT, check=False)
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
        (self.root / "etc/apt/apt.conf.d/yes").write_text('APT::Get::Assume-Yes "true";\n')
        (self.root / "srv/agents.csv").write_text(AGENTS)
        in_git(self.options.folder, "clone", "--quiet", "--bare", str(CHECKOUT), str(self.repository))
        # A checkout may be at no branch.
        in_git(self.repository, "symbolic-ref", "HEAD", "refs/heads/essai")
        self.publish(self.options.before)

    @property
    def repository(self) -> Path:
        return self.options.folder / "depot.git"

    def publish(self, commit: str, *tags: str) -> None:
        """The repository that the town follows, at that commit."""
        in_git(self.repository, "update-ref", "refs/heads/essai", commit)
        bundle = self.root / "srv/depot.bundle"
        in_git(self.repository, "bundle", "create", "--quiet", str(bundle), "HEAD", "essai", *tags)

    def sign(self) -> None:
        """The next version, as who publishes it would; its packages are in a folder, for the network is gone."""
        self.by_hand("qui publie signe la version nouvelle ; sa clé est dans /etc/intranet/signataires")
        key = self.options.folder / "key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
        signed = ["-c", "gpg.format=ssh", "-c", f"user.signingKey={key}", "-c", "user.name=essai"]
        tag = ["tag", "--sign", "--message", "essai", TAG, self.options.commit]
        in_git(self.repository, *signed, "-c", "user.email=essai@essai.test", *tag)
        self.publish(self.options.commit, TAG)
        public = Path(f"{key}.pub").read_text()
        (self.root / "etc/intranet/signataires").write_text(f'* namespaces="git" {public}')
        (self.root / "etc/pip.conf").write_text("[global]\nno-index = true\nfind-links = /srv/paquets\n")

    def boot(self) -> None:
        """The machine, without a network; it ends with this program."""
        self.by_hand(
            "les paquets que demande deploy/install, tant que le réseau est là ; un certificat fait sur place"
        )
        script = (CHECKOUT / "deploy" / "install").read_text()
        [programs] = re.findall(r'^programs="(.*?)"', script, re.MULTILINE | re.DOTALL)
        self.quietly(f"apt-get install {' '.join(programs.split())}")
        self.quietly("cd /opt/intranet && sh config/setup.sh requirements.txt", "paquets de Python")
        (self.root / "srv/requirements.txt").write_text(
            in_git(CHECKOUT, "show", f"{self.options.commit}:requirements.txt")
        )
        wheels = "/opt/intranet/.venv/bin/pip download --quiet --dest /srv/paquets --requirement /srv/requirements.txt"
        self.quietly(wheels, "paquets de Python de la version suivante")
        self.put_certificate()
        trusted = "cp /etc/ssl/intranet/fullchain.pem /usr/local/share/ca-certificates/essai.crt"
        self.quietly(f"{trusted} && update-ca-certificates", "cette machine se fie au certificat")
        self.by_hand(
            "un serveur de messagerie, Postfix et Dovecot, avec la boîte des idées et celle de Nadia Benali"
        )
        self.quietly(MAIL_SERVER.format(reader=READER, password=READER_PASSWORD), "serveur de messagerie")
        alone = ["--boot", "--private-network", "--resolv-conf=off", "--console=passive"]
        command = ["setpriv", "--pdeathsig", "TERM", *NSPAWN, f"--directory={self.root}", *alone]
        self.machine = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        time.sleep(10)
        self.quietly("systemctl is-system-running --wait", "systemd démarre la machine")

    def power_off(self) -> None:
        if self.machine:
            self.machine.terminate()
            self.machine.wait(120)

    @property
    def leader(self) -> str:
        """The machine's first process."""
        assert self.machine
        pid = self.machine.pid
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0]

    # Commands

    def inside(self) -> list[str]:
        """The bare root, with this machine's network, until it boots."""
        given = [f"{name}={value}" for name, value in self.environment().items()]
        if not self.machine:
            return [*NSPAWN, f"--directory={self.root}", "--pipe", "env", "--ignore-environment", *given]
        spaces = ["--mount", "--pid", "--net", "--uts", "--ipc", "--cgroup"]
        return ["nsenter", f"--target={self.leader}", *spaces, "env", "--ignore-environment", *given]

    def environment(self) -> Mapping[str, str]:
        known = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/root",
            "LANG": "C.UTF-8",
            "TERM": "dumb",
            "DEBIAN_FRONTEND": "noninteractive",
        }
        if not self.machine:
            known |= {name: value for name, value in os.environ.items() if PASSED_ON.match(name)}
            if self.options.ca:
                known |= dict.fromkeys(("PIP_CERT", "SSL_CERT_FILE"), "/usr/local/share/ca.pem")
        return known

    def type(self, text: str) -> None:
        """One command of the page, in a terminal, where the one before left off."""
        self.say(f"# {text}")
        script = f"cd {shlex.quote(self.cwd)} && {text}\nstatus=$?; pwd >/srv/cwd; exit $status"
        command = [*self.inside(), "/bin/bash", "-c", script]
        answers = next((given for asked, given in ANSWERS.items() if text.endswith(asked)), [])
        started = time.monotonic()
        status = self.in_terminal(command, answers)
        self.cwd = (self.root / "srv/cwd").read_text().strip()
        self.finished(text, started, status)

    def in_terminal(self, command: list[str], answers: list[str]) -> int:
        ours, theirs = os.openpty()
        held = ["setsid", "--ctty", "--wait", *command]
        child = subprocess.Popen(held, stdin=theirs, stdout=theirs, stderr=theirs)
        os.close(theirs)
        waiting, said = list(answers), ""
        while (read := heard(ours, child)) is not None:
            self.log.write(read)
            said = (said + read)[-300:]
            # A prompt is a line that waits.
            if waiting and re.search(r"(: ?|\[o/N\] )\Z", said):
                os.write(ours, (waiting.pop(0) + "\n").encode())
                said = ""
        os.close(ours)
        if waiting:
            self.say(f"  (réponses restées sans question : {len(waiting)})")
        return child.wait()

    def by_hand(self, text: str) -> None:
        self.say(f"  (à la main : {text})")

    def after(self, text: str) -> None:
        """What a person does meanwhile."""
        if "import_agents" in text and "--dry-run" not in text:
            self.by_hand("un document déposé par le site")
            self.in_unit("intranet-web", DEPOSIT, "un document")
        if text.endswith("deploy/upgrade"):
            self.sign_in()
            self.quietly(MAIL_IN_AND_OUT, "une idée par messagerie, et sa réponse")
            self.confined()

    def in_unit(self, unit: str, script: str, name: str) -> None:
        """The unit as it is installed, with another program."""
        units = self.root / "etc/systemd/system"
        left_out = (
            r"^(ExecStart|ExecStartPre|ExecReload|Type|Restart|OOMPolicy|Requires|Condition\w+)=(.*\\\n)*.*\n"
        )
        text = re.sub(left_out, "", (units / f"{unit}.service").read_text(), flags=re.MULTILINE)
        python = "/opt/intranet/.venv/bin/python manage.py shell --verbosity 0 --command"
        program = f"""Type=oneshot\nExecStart={python} "exec(open('/srv/essai.py').read(), {{}})"\n"""
        (units / "essai.service").write_text(text.replace("[Service]\n", f"[Service]\n{program}"))
        (self.root / "srv/essai.py").write_text(script)
        said = "journalctl --unit essai --output cat --no-pager | tail -n 30"
        self.quietly(f"systemctl daemon-reload; systemctl start essai; status=$?; {said}; exit $status", name)

    def quietly(self, text: str, name: str = "") -> None:
        self.timed(name or text, [*self.inside(), "/bin/bash", "-c", text])

    def put_certificate(self) -> None:
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
        page = self.fetch("/", "--retry", "60", "--retry-delay", "2", "--retry-all-errors")
        # A session outlives a new version.
        if "Se déconnecter" not in page:
            [token] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[:1]
            form = {"csrfmiddlewaretoken": token, "login": ADMINISTRATOR, "password": ADMINISTRATOR_PASSWORD}
            given = [part for name, value in form.items() for part in ("--data-urlencode", f"{name}={value}")]
            self.fetch("/compte/connexion/", *given, "--referer", f"https://{SITE}/compte/connexion/")
        home, found = self.fetch("/"), self.fetch("/annuaire/?q=benali")
        status = 0 if "Se déconnecter" in home else 1
        self.finished("page d’accueil, connecté, par nginx en HTTPS", started, status)
        self.finished("l’agent importé dans l’annuaire", time.monotonic(), 0 if "Benali" in found else 1)

    def fetch(self, path: str, *options: str) -> str:
        jar, enter = str(self.options.folder / "cookies"), f"--net=/proc/{self.leader}/ns/net"
        certificate = self.root / "etc/ssl/intranet/fullchain.pem"
        command = ["nsenter", enter, "curl", "--silent", "--show-error", "--fail", "--location"]
        command += ["--noproxy", "*", "--resolve", f"{SITE}:443:127.0.0.1", "--cacert", str(certificate)]
        command += ["--cookie", jar, "--cookie-jar", jar, *options, f"https://{SITE}{path}"]
        return subprocess.check_output(command, text=True)

    def run(self) -> None:
        self.make_root()
        self.furnish()
        for text in walked(in_git(CHECKOUT, "show", f"{self.options.before}:{PAGE}")):
            if text.endswith("deploy/install"):
                self.boot()
            if text.endswith("deploy/upgrade"):
                self.sign_in()
                self.sign()
            if text.endswith("--back") and [*self.root.glob("opt/intranet-versions/*/.local/no-way-back")]:
                self.say("Ces migrations ne laissent pas revenir seul : le retour n’est pas essayé.")
                continue
            self.type(text)
            self.after(text)
        self.sign_in()
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
        self.quietly("systemctl is-active intranet-web intranet-worker intranet-documents intranet-mail")
        self.quietly("cd /opt/intranet && systemd-analyze verify /etc/systemd/system/intranet-*.service")
        self.quietly("! systemctl --failed --quiet | grep .", "aucune unité en échec")


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
    parser.add_argument(
        "--before", default="HEAD~1", help="the version to install first; it has deploy/install"
    )
    parser.set_defaults(commit=in_git(CHECKOUT, "rev-parse", "HEAD"))
    options = parser.parse_args()
    options.before = in_git(CHECKOUT, "rev-parse", f"{options.before}^{{commit}}")
    return options


def main() -> int:
    options = parsed()
    if os.geteuid():
        sys.exit("En root : deploy/check fait une racine Debian et y entre.")
    if missing := [name for name in ("systemd-nspawn", "git", "curl", "openssl") if not shutil.which(name)]:
        sys.exit(f"Il manque {', '.join(missing)} : « apt-get install systemd-container git curl openssl ».")
    kept = options.folder is not None
    options.folder = options.folder or Path(tempfile.mkdtemp(prefix="deploy-check-"))
    options.folder.mkdir(parents=True, exist_ok=True)
    walk = Walk(options)
    try:
        walk.run()
    finally:
        walk.power_off()
        if not kept:
            shutil.rmtree(options.folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
