"""A real Dovecot of the tests' own: configuration, folder, account and ports; LMTP brings mail in, IMAP serves it."""

import base64
import grp
import hashlib
import hmac
import imaplib
import json
import os
import pwd
import shlex
import shutil
import signal
import smtplib
import socket
import ssl
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from imapclient import imap_utf7

from config.embedded_postgres import own, unprivileged_account
from config.processes import spawn, stop

PROGRAM = Path("/usr/sbin/dovecot")
HOST = "127.0.0.1"
PASSWORD = "de la lettre écrite"
SECRET = b"only-for-the-tests-of-oauth-tokens"
PATIENCE = 20
CONFIGURATION = """\
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
first_valid_gid = 1
mail_uid = {user}
mail_gid = {group}
mail_driver = maildir
mail_home = {folder}/homes/%{{user}}
mail_path = ~/mail
# The tests throw the folder away.
mail_fsync = never
recipient_delimiter = +
lmtp_save_to_detail_mailbox = no
lmtp_add_received_header = yes
auth_mechanisms = plain login xoauth2
auth_allow_cleartext = yes
# A wrong password costs 2 s otherwise.
auth_failure_delay = 0
mail_max_userip_connections = 1000
ssl = yes
ssl_server_cert_file = {folder}/certificate.pem
ssl_server_key_file = {folder}/key.pem
oauth2 {{
  introspection_mode = local
  username_attribute = sub
  oauth2_local_validation {{
    dict file {{
      path = {folder}/keys
    }}
  }}
}}
passdb static {{
  password = {password}
}}
userdb static {{
  allow_all_users = yes
  fields {{
    home = {folder}/homes/%{{user}}
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  chroot =
  # One process for all, and none kept waiting for the next: starting is quick.
  restart_request_count = unlimited
  client_limit = 200
  inet_listener imap {{
    listen = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    listen = 127.0.0.1
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  chroot =
  inet_listener lmtp {{
    listen = 127.0.0.1
    port = {lmtp}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass
class Folder:
    """What stands in one folder of an account, as the server says it."""

    messages: list[bytes] = field(default_factory=list)
    uids: list[int] = field(default_factory=list)
    flags: list[list[str]] = field(default_factory=list)
    uidvalidity: int = 0


@dataclass
class Account:
    """One mailbox with its password; `address` delivers there, with any +detail too."""

    dovecot: "Dovecot"
    name: str

    @property
    def address(self) -> str:
        return f"{self.name}@port-mimosa.example"

    @property
    def url(self) -> str:
        """TLS from the first byte, under the tests' own authority."""
        return self.address_of("imaps", self.dovecot.imaps)

    @property
    def starttls_url(self) -> str:
        return self.address_of("imap", self.dovecot.imap)

    def address_of(self, scheme: str, port: int, folder: str = "INBOX") -> str:
        """The address of this mailbox through any port of this machine, such as a proxy's."""
        certificate = quote(str(self.dovecot.certificate))
        return f"{scheme}://{quote(self.address)}@{HOST}:{port}/{quote(folder)}?ca={certificate}"

    def settings(self, **changes: str) -> dict[str, str]:
        """What `settings.MAILBOXES[name]` holds for it."""
        return {"url": self.url, "password": PASSWORD, "token_file": "", "archive": "Archivé", **changes}

    def deliver(self, *messages: bytes, sender: str = "expediteur@port-mimosa.example") -> None:
        self.dovecot.deliver(*messages, to=self.address, sender=sender)

    @contextmanager
    def connected(self) -> Iterator[imaplib.IMAP4]:
        """A client of the tests' own, beside the one under test."""
        client = imaplib.IMAP4(HOST, self.dovecot.imap, timeout=PATIENCE)
        try:
            client.authenticate("PLAIN", lambda _: f"\0{self.address}\0{PASSWORD}".encode())
            yield client
        finally:
            with suppress(OSError, imaplib.IMAP4.error):
                client.logout()

    def put(self, *messages: bytes, folder: str = "INBOX") -> None:
        """Messages byte for byte, without the headers that a delivery adds; there at once."""
        new = self._path(folder) / "new"
        if not new.exists():
            with self.connected() as client:
                client.create(quoted(folder))
                client.select(quoted(folder))
        for message in messages:
            waiting = self._path(folder) / "tmp" / f"{time.time_ns()}.{uuid.uuid4().hex}.tests"
            waiting.write_bytes(message)
            if self.dovecot.account:
                os.chown(waiting, self.dovecot.account.uid, self.dovecot.account.gid)
            waiting.rename(new / waiting.name)

    def _path(self, folder: str) -> Path:
        path = self.dovecot.folder / "homes" / self.address / "mail"
        return path if folder == "INBOX" else path / f".{imap_utf7.encode(folder).decode()}"

    def folder(self, name: str = "INBOX") -> Folder:
        """Read without marking anything as seen; empty when there is no such folder."""
        with self.connected() as client:
            if client.select(quoted(name), readonly=True)[0] != "OK":
                return Folder()
            found = Folder(uidvalidity=int(client.response("UIDVALIDITY")[1][0] or 0))
            _, parts = client.uid("FETCH", "1:*", "(UID FLAGS BODY.PEEK[])")
            for head, content in (part for part in parts if isinstance(part, tuple)):
                found.messages.append(content)
                found.uids.append(int(head.split(b"UID ")[1].split()[0].strip(b")")))
                found.flags.append(head.split(b"FLAGS (")[1].split(b")")[0].decode().split())
            return found

    def begin_uids_anew(self, folder: str = "INBOX") -> None:
        """What a restored server does: the same messages under another UIDVALIDITY."""
        for pattern in ("dovecot-uidlist", "dovecot.index*", "dovecot.list.index*"):
            for file in self._path(folder).glob(pattern):
                file.unlink()


class Daemon:
    """A server of the tests, under an account without rights, in a folder of its own."""

    def __init__(self, prefix: str) -> None:
        self.account = unprivileged_account(Path("/nonexistent/data"))
        self.folder = own(Path(tempfile.mkdtemp(prefix=prefix)), self.account)
        self.certificate = self.folder / "certificate.pem"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns once it answers."""
        raise NotImplementedError

    def stop(self) -> None:
        """Everyone is cut off, and nothing answers until `start()`."""
        if self.process:
            stop(self.process, signal.SIGTERM, patience=5)
            self.process = None

    @contextmanager
    def outage(self) -> Iterator[None]:
        self.stop()
        try:
            yield
        finally:
            self.start()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Dovecot(Daemon):
    """Started once for a session; `stop()` and `start()` make an outage, on the same ports and with the same mail."""

    def __init__(self) -> None:
        super().__init__("demat-mail-")
        self.imap, self.imaps, self.lmtp = free_ports(3)
        self._configure()

    def _configure(self) -> None:
        own_certificate(self.folder)
        key = self.folder / "keys"
        key.write_text(f"shared/default/HS256/default\n{base64.b64encode(SECRET).decode()}\n")
        uid, gid = (self.account.uid, self.account.gid) if self.account else (os.getuid(), os.getgid())
        names = {"user": pwd.getpwuid(uid).pw_name, "group": grp.getgrgid(gid).gr_name}
        ports = {"imap": self.imap, "imaps": self.imaps, "lmtp": self.lmtp}
        text = CONFIGURATION.format(folder=self.folder, password=f'"{PASSWORD}"', **names, **ports)
        (self.folder / "dovecot.conf").write_text(text)
        for name in ("run", "state", "homes"):
            (self.folder / name).mkdir()
        if self.account:
            for path in self.folder.iterdir():
                os.chown(path, self.account.uid, self.account.gid)

    def start(self) -> None:
        with (self.folder / "start.log").open("ab") as log:
            command: list[str | Path] = [PROGRAM, "-F", "-c", self.folder / "dovecot.conf"]
            self.process = spawn(command, account=self.account, cwd=self.folder, output=log)
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with socket.create_connection((HOST, self.imap), timeout=PATIENCE) as line:
                    if line.recv(10).startswith(b"* OK"):
                        return
            except OSError:
                pass
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Dovecot does not start:\n{self.log}")
            time.sleep(0.02)

    @property
    def log(self) -> str:
        names = ("start.log", "dovecot.log")
        return "\n".join((self.folder / n).read_text() for n in names if (self.folder / n).exists())

    def new_account(self, name: str = "") -> Account:
        """Nobody has used it before."""
        return Account(self, name or f"boite-{uuid.uuid4().hex[:12]}")

    def deliver(
        self, *messages: bytes, to: str | Sequence[str], sender: str = "expediteur@port-mimosa.example"
    ) -> None:
        """By LMTP, as the town's server does: adds Return-Path, Delivered-To and Received."""
        with smtplib.LMTP(HOST, self.lmtp, timeout=PATIENCE) as client:
            for message in messages:
                refused = client.sendmail(sender, to, message)
                assert not refused, refused

    def token(self, account: Account, *, seconds: int = 3600) -> str:
        """An OAuth token that the server believes for so long."""
        moment = int(time.time())
        claims = {"sub": account.address, "iat": min(moment, moment + seconds) - 5, "exp": moment + seconds}
        head = {"alg": "HS256", "typ": "JWT", "kid": "default"}
        signed = f"{url64(json.dumps(head).encode())}.{url64(json.dumps(claims).encode())}"
        return f"{signed}.{url64(hmac.digest(SECRET, signed.encode(), hashlib.sha256))}"


def quoted(folder: str) -> str:
    return f'"{imap_utf7.encode(folder).decode()}"'


def url64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def free_ports(count: int) -> list[int]:
    """All open at once while they are chosen, so that they differ."""
    listeners = [socket.create_server((HOST, 0)) for _ in range(count)]
    ports = [listener.getsockname()[1] for listener in listeners]
    for listener in listeners:
        listener.close()
    return ports


def own_certificate(folder: Path) -> None:
    """`certificate.pem` for 127.0.0.1, its own authority, and `key.pem`."""
    words = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"
    command = [*shlex.split(words), "-addext", f"subjectAltName=IP:{HOST}"]
    command += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run(command, check=True, capture_output=True)


def trusting() -> ssl.SSLContext:
    """For a certificate of our own."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
