"""The machine and its settings: what no app looks at by itself."""

import os
import shutil
import socket
import ssl
import sys
import time
import tomllib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.template.defaultfilters import filesizeformat

from core.french import count_of, listed, long_date
from core.history import database_roles
from core.operations.findings import Finding, failure, fine, warning
from core.sandbox import client
from core.web.connections import call

SLOW_SECONDS = 0.5
DRIFT_SECONDS = 5
# Sign-in codes, deadlines and the certificates of other servers no longer work.
WRONG_CLOCK_SECONDS = 60
SCARCE, EXHAUSTED = 0.15, 0.05
RENEW = timedelta(days=21)
TLS_SECONDS = 5
# Where Debian keeps it; a database elsewhere is watched there.
POSTGRES_DATA = Path("/var/lib/postgresql")
TERMINALS = Path("/proc/sys/dev/tty/legacy_tiocsti")
MIGRATE = "Tapez « cd /opt/intranet && sh deploy/as-owner migrate »."
BACKUPS = "docs/exploitation.md, « Sauvegarder et restaurer »."


def database(at: datetime) -> Iterator[Finding]:
    started = time.monotonic()
    version = call("current_setting", "server_version")
    size = call("pg_database_size", call("current_database"))
    taken = time.monotonic() - started
    said = f"PostgreSQL {version.split()[0]} répond en {taken * 1000:.0f} ms, {filesizeformat(size)}"
    if taken > SLOW_SECONDS:
        yield warning(f"{said} : c’est lent", "Voyez « lent pour tous », dans docs/exploitation.md.")
    else:
        yield fine(said)


def version(at: datetime) -> Iterator[Finding]:
    written = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
    yield fine(f"{written['project']['version']}, dans {settings.BASE_DIR}")


def program(at: datetime) -> Iterator[Finding]:
    """Whoever takes the site's processes must not change what runs next, as root too."""
    if settings.TRIAL:
        return
    documents = Path(settings.DOCUMENTS_DIR)
    if documents.exists() and documents.stat().st_uid != os.geteuid():
        yield fine("ce que le site peut en changer se voit par son compte, comme à chaque heure")
        return
    places = [*(settings.BASE_DIR / name for name in ("", "manage.py", ".env")), Path(sys.prefix)]
    if ours := [str(path) for path in places if _may_change(path)]:
        yield warning(
            f"le compte qui fait tourner le site pourrait changer {listed(ours)}",
            "Tapez « chown -R intranet-owner /opt/intranet/ », « chmod -R go-w /opt/intranet/ », puis "
            "« chown intranet-owner:intranet /opt/intranet/.env ».",
        )
    else:
        yield fine("le site ne peut changer ni son programme, ni ses réglages")


def _may_change(path: Path) -> bool:
    """Its owner gives itself the right, where it has not got it."""
    return path.exists() and (path.stat().st_uid == os.geteuid() or os.access(path, os.W_OK))


def terminal(at: datetime) -> Iterator[Finding]:
    """Whether the kernel lets what root runs as `intranet` type in root's terminal."""
    # Some containers and units show no such file.
    if settings.TRIAL or not TERMINALS.exists():
        return
    if TERMINALS.read_text().strip() == "1":
        yield warning(
            "un programme du compte intranet, lancé par root, pourrait taper dans son terminal",
            "Écrivez « dev.tty.legacy_tiocsti = 0 » dans /etc/sysctl.d/intranet.conf, puis tapez « sysctl --system ».",
        )
    else:
        yield fine("aucun programme ne tape dans le terminal d’un autre")


def sandbox(at: datetime) -> Iterator[Finding]:
    """How the process that opens them is held; where it may not begin at all, the settings' check says so."""
    if not (reason := client.missing()):
        yield fine("un processus isolé par bubblewrap ouvre chacun")
    elif client.limits_alone:
        yield warning(
            f"bubblewrap ne marche pas ici ({reason}) : le processus qui les ouvre n’a que des limites",
            "Tapez « apt-get install bubblewrap » ; voyez « Isoler la lecture », dans docs/exploitation.md.",
        )


def migrations(at: datetime) -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        said = count_of(len(missing), "migration n’est pas appliquée", "migrations ne sont pas appliquées")
        yield failure(said, MIGRATE)
    else:
        yield fine("toutes appliquées")


def roles(at: datetime) -> Iterator[Finding]:
    """One that runs and owns is a choice; half of two is a mistake."""
    if settings.IS_DATABASE_OWNER:
        yield warning(
            "le site tourne avec le rôle qui possède les tables : il pourrait réécrire l’historique",
            "Ôtez DATABASE_OWNER_URL de .env : sa place est /etc/intranet/owner.env (deploy/as-owner la lit).",
        )
    elif database_roles.owns_tables():
        yield fine("un seul, qui possède les tables et fait tourner le site")
    elif closed := database_roles.closed_tables():
        yield failure(f"celui du site n’a pas ses droits sur {listed(closed[:5])}", MIGRATE)
    elif rewritable := database_roles.rewritable_tables():
        yield warning(f"celui du site pourrait réécrire {listed(rewritable[:5])}", MIGRATE)
    else:
        yield fine("un possède les tables, un autre fait tourner le site et ne réécrit pas l’historique")


def clock(at: datetime) -> Iterator[Finding]:
    connection.ensure_connection()
    before = time.time()
    there = call("clock_timestamp").timestamp()
    drift = abs(there - (before + time.time()) / 2)
    if drift <= DRIFT_SECONDS:
        yield fine("celle de cette machine et celle de la base s’accordent")
        return
    say = failure if drift > WRONG_CLOCK_SECONDS else warning
    yield say(
        f"cette machine et la base diffèrent de {drift:.0f} secondes", "Tapez « timedatectl » sur chacune."
    )


def disks(at: datetime) -> Iterator[Finding]:
    documents = Path(settings.DOCUMENTS_DIR)
    if not documents.is_dir():
        yield warning(
            f"DOCUMENTS_DIR n’existe pas : {documents}",
            "Voyez « Le dossier des documents », dans docs/exploitation.md.",
        )
    elif not os.access(documents, os.W_OK):
        yield failure(
            f"on ne peut pas écrire dans {documents}",
            f"Tapez « ls -ld {documents} » : le compte intranet doit y écrire.",
        )
    else:
        yield disk("fichiers", documents)
    if is_database_here() and POSTGRES_DATA.is_dir():
        yield disk("base", POSTGRES_DATA)
    else:
        yield fine("la base est sur une autre machine ou à une autre place : surveillez-y le disque")


def is_database_here() -> bool:
    host = str(connection.settings_dict["HOST"])
    return host in ("", "localhost", "127.0.0.1", "::1") or host.startswith("/")


def disk(name: str, path: Path) -> Finding:
    """Bytes and inodes: a disk without a free inode is full too."""
    usage, nodes = shutil.disk_usage(path), os.statvfs(path)
    share = min(usage.free / usage.total, nodes.f_favail / nodes.f_files if nodes.f_files else 1)
    said = f"{name} : {filesizeformat(usage.free)} libres sur {filesizeformat(usage.total)}"
    if share > SCARCE:
        return fine(said)
    say = failure if share <= EXHAUSTED else warning
    return say(
        f"{said}, presque plein", f"Tapez « df -h {path} », « df -i {path} », puis « du -xsh {path}/* »."
    )


def certificate(at: datetime) -> Iterator[Finding]:
    """The one that the served host shows, whoever renews it."""
    url = urlsplit(settings.SITE_URL)
    if url.scheme != "https" or not url.hostname:
        return
    try:
        ends = _end_of_certificate(url.hostname, url.port or 443)
    except ssl.SSLCertVerificationError as error:
        said = f"celui de {url.hostname} n’est pas accepté : {error.verify_message}"
        yield failure(
            said, "Renouvelez-le (ssl_certificate, dans nginx.conf), puis « systemctl reload nginx »."
        )
    except OSError as error:
        said = f"{url.hostname} ne répond pas en HTTPS : {error.strerror or error}"
        yield failure(said, "Tapez « systemctl status nginx », puis « nginx -t ».")
    else:
        said = f"celui de {url.hostname} vaut jusqu’au {long_date(ends)}"
        yield (
            fine(said)
            if ends > at + RENEW
            else warning(said, "Renouvelez-le, puis « systemctl reload nginx ».")
        )


def _end_of_certificate(host: str, port: int) -> datetime:
    """Raises OSError (SSLCertVerificationError for one that a browser would refuse)."""
    with (
        socket.create_connection((host, port), timeout=TLS_SECONDS) as plain,
        ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secured,
    ):
        shown = secured.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC)


def models(at: datetime) -> Iterator[Finding]:
    """Django asks the database its version to check them."""
    return _said(checks.run_checks(tags=[checks.Tags.models]))


def settings_(at: datetime) -> Iterator[Finding]:
    """Report `manage.py check`, except of models; in the trial, leave out settings that are relaxed there."""
    looks = checks.registry.registry.get_checks(include_deployment_checks=not settings.TRIAL)
    found = [
        *_said(
            message
            for look in looks
            if checks.Tags.models not in look.tags
            for message in look(app_configs=None, databases=None)
        )
    ]
    yield from found
    if not settings.BACKUP_STAMP and not settings.TRIAL:
        yield warning("BACKUP_STAMP est vide : personne ne surveille l’âge de la sauvegarde", BACKUPS)
    elif not settings.BACKUP_KEY_FILE and not settings.TRIAL:
        yield warning("BACKUP_KEY_FILE est vide : les sauvegardes n’ont pas de clé", BACKUPS)
    elif not shutil.which("restic") and not settings.TRIAL:
        yield warning(
            "restic manque : rien n’est sauvegardé", f"Tapez « apt-get install restic » ; {BACKUPS}"
        )
    elif not found:
        yield fine("aucun ne contredit un autre")


def _said(messages: Iterable[checks.CheckMessage]) -> Iterator[Finding]:
    for message in messages:
        if not message.is_silenced():
            say = failure if message.level >= checks.ERROR else warning
            yield say(str(message.msg), f"Corrigez .env, puis redémarrez les services ({message.id}).")
