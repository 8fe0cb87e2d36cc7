"""`manage.py doctor`: what it says of the machine and of the settings, in which words, with which exit status."""

import json
import os
import re
import shutil
import socket
import ssl
import threading
from collections import namedtuple
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from core.operations import checks, doctor, findings
from core.operations.findings import AWAY, DATABASE, Finding, Severity, failure, fine, warning
from deploy import walk
from tests.commands import run_with_database_at
from tests.mail.dovecot import own_certificate

pytestmark = pytest.mark.django_db
NOW = timezone.now()
Usage = namedtuple("Usage", "total used free")


def only(look: Any) -> Finding:
    [found] = look(NOW)
    return found


def run(monkeypatch: pytest.MonkeyPatch, found: list[Finding], *words: str) -> tuple[int, str, str]:
    monkeypatch.setattr(findings, "CHECKS", {"Essai": (lambda at: found, True)})
    out, err = StringIO(), StringIO()
    try:
        call_command("doctor", *words, stdout=out, stderr=err)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.mark.parametrize(
    ("found", "status"),
    [([fine("a")], 0), ([fine("a"), warning("b")], 1), ([failure("c"), warning("b"), fine("a")], 2), ([], 0)],
)
def test_the_exit_status_is_that_of_the_worst(monkeypatch, found, status):
    assert run(monkeypatch, found)[0] == status
    said = run(monkeypatch, found, "--json")
    assert (said[0], json.loads(said[1])["status"], said[2]) == (status, status, "")


def test_a_line_says_what_is_wrong_then_what_to_type_and_quiet_only_that(monkeypatch):
    _, out, err = run(monkeypatch, [fine("tout va"), failure("rien ne va", "Tapez « df -h ».")])
    assert out.replace("\u00a0", " ") == "bon       Essai : tout va\n"
    assert err.replace("\u00a0", " ") == "MAUVAIS   Essai : rien ne va\n          → Tapez « df -h ».\n"
    status, out, err = run(monkeypatch, [fine("a"), warning("b"), failure("c")], "--quiet")
    assert (status, out) == (2, "")
    assert [line.rpartition(" ")[2] for line in err.splitlines()] == ["b", "c"]


def test_what_strangers_wrote_gives_no_order_to_a_terminal(monkeypatch):
    """Nor to who reads the JSON there; accents and no-break spaces stay."""
    found = [warning("Boîte \x1b[2J\x9b1m «\u00a0\u202eliame\u00a0»\nbon", "a\rb\x7f\udc80")]
    said = "Boîte \\x1b[2J\\x9b1m «\u00a0\\u202eliame\u00a0»\\nbon"
    _, _, err = run(monkeypatch, found)
    assert err.splitlines() == [f"attention Essai\u00a0: {said}", "          → a\\rb\\x7f\\udc80"]
    _, out, _ = run(monkeypatch, found, "--json")
    assert json.loads(out)["findings"][0]["text"] == said
    assert re.findall("[\0-\t\v-\x1f\x7f-\x9f\u202e\udc80]", out) == []


@pytest.mark.parametrize(
    ("kernel", "severity"), [("1\n", [Severity.WARNING]), ("0\n", [Severity.FINE]), ("", [])]
)
def test_the_terminal_of_root(monkeypatch, settings, tmp_path, kernel, severity):
    settings.TRIAL = False
    if kernel:
        (tmp_path / "legacy_tiocsti").write_text(kernel)
    for module in (doctor, walk):
        monkeypatch.setattr(module, "TERMINALS", tmp_path / "legacy_tiocsti")
    found = [*doctor.terminal(NOW)]
    assert [finding.severity for finding in found] == severity
    assert bool(walk.about_terminals()) is (kernel == "1\n")
    # What is to be typed is what the page says.
    page = (walk.CHECKOUT / walk.PAGE).read_text()
    typed = re.findall("« (dev.*?|sysctl.*?) »", " ".join(finding.to_do for finding in found))
    assert [words for words in typed if words not in page] == []
    settings.TRIAL = True
    assert [*doctor.terminal(NOW)] == []


def test_a_check_that_breaks_is_a_line_and_hides_no_other(monkeypatch):
    def breaks(at: Any) -> Any:
        raise ValueError("illisible\nDETAIL: secret")

    looks = {"Un": (breaks, True), "Deux": (lambda at: [fine("bon")], True)}
    monkeypatch.setattr(findings, "CHECKS", looks)
    one, two = findings.findings(NOW)
    assert (one.subject, one.severity, two.text) == ("Un", Severity.FAILURE, "bon")
    assert "ValueError" in one.text
    assert "secret" not in one.text


def test_a_database_that_is_away_is_said_once_and_asked_nothing_more(monkeypatch):
    def away(at: Any) -> Any:
        raise OperationalError("connection refused")

    asked: list[int] = []

    def ask(at: Any) -> Any:
        asked.append(1)
        return []

    looks = {DATABASE: (away, True), "Courrier": (ask, True), "Disque": (lambda at: [fine("bon")], False)}
    monkeypatch.setattr(findings, "CHECKS", looks)
    one, two = findings.findings(NOW)
    assert (one.to_do.replace("\u00a0", " "), two.text, asked) == (AWAY, "bon", [])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('connection to server at "127.0.0.1", port 1 failed: Connection refused', "rien n’écoute"),
        ("couldn't get a connection after 5.00 sec", "rien dit à temps"),
        ("connection timeout expired", "rien dit à temps"),
        ('FATAL:  password authentication failed for user "x"', "mot de passe"),
        ('FATAL:  role "x" does not exist', "le rôle"),
        ('FATAL:  database "x" does not exist', "la base de"),
        ("[Errno -2] Name or service not known", "nulle part"),
        ("FATAL:  sorry, too many clients already", "prises"),
        ("FATAL:  the database system is starting up", "démarre"),
        ("something else\nDETAIL: row", "something else"),
    ],
)
def test_why_a_database_is_away(said, words):
    assert words in findings.why_away(OperationalError(said))
    assert "DETAIL" not in findings.why_away(OperationalError(said))


def test_a_database_that_says_nothing_is_not_waited_for():
    """One line in French within seconds, and the checks that need none."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ended = run_with_database_at(listener.getsockname()[1], "doctor")
    assert ended.returncode == 2
    away = [line for line in ended.stderr.splitlines() if "ne répond pas" in line]
    assert ["rien dit à temps" in line for line in away] == [True]
    assert "connection" not in ended.stderr
    said = ended.stdout + ended.stderr
    assert [word in said for word in ("Version", "Disque", "Réglages")] == [True] * 3


def test_all_of_them_look_at_a_real_site_and_change_nothing():
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    subjects = {found.subject for found in findings.findings(NOW)}
    assert subjects >= {DATABASE, "Migrations", "Horloge", "Disque", "Réglages", "Traitement des tâches"}
    assert not [found for found in findings.findings(NOW) if "n’a pas abouti" in found.text]


def test_a_program_that_the_site_could_change(settings, monkeypatch, tmp_path):
    settings.TRIAL, settings.BASE_DIR, settings.DOCUMENTS_DIR = False, tmp_path, tmp_path / "none"
    (tmp_path / ".env").touch()
    monkeypatch.setattr(doctor.sys, "prefix", "/nowhere")
    assert str(tmp_path / ".env") in only(doctor.program).text
    # Its owner could write it again.
    monkeypatch.setattr(doctor.os, "access", lambda *given: False)
    assert only(doctor.program).severity == Severity.WARNING
    monkeypatch.setattr(doctor.os, "geteuid", lambda: os.getuid() + 1)
    assert only(doctor.program).text == "le site ne peut changer ni son programme, ni ses réglages"
    # Root, or the owner of the program, may change it all.
    settings.DOCUMENTS_DIR = tmp_path
    last = only(doctor.program)
    assert (last.severity, "par son compte" in last.text) == (Severity.FINE, True)
    settings.TRIAL = True
    assert [*doctor.program(NOW)] == []


def test_a_migration_that_lacks_and_what_to_type():
    assert only(doctor.migrations).severity == Severity.FINE
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'tips'")
    found = only(doctor.migrations)
    assert (found.severity, "as-owner migrate" in found.to_do) == (Severity.FAILURE, True)


@pytest.mark.parametrize(("ahead", "severity"), [(0, 0), (30, 1), (90, 2)])
def test_a_clock_that_drifts(monkeypatch, ahead, severity):
    real = doctor.time.time
    monkeypatch.setattr(doctor.time, "time", lambda: real() + ahead)
    assert only(doctor.clock).severity == severity


@pytest.mark.parametrize(("free", "severity"), [(50, 0), (15, 1), (5, 2)])
def test_a_disk_that_fills(monkeypatch, tmp_path, free, severity):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(100, 100 - free, free))
    assert doctor.disk("fichiers", tmp_path).severity == severity


def test_documents_that_are_not_there(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "parti"
    assert next(iter(doctor.disks(NOW))).severity == Severity.WARNING


@pytest.fixture
def https(tmp_path: Path) -> Iterator[int]:
    """A server that shakes hands by TLS; its certificate, valid for two days, is `certificate.pem`."""
    own_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "certificate.pem", tmp_path / "key.pem")
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with listener.accept()[0] as plain:
                try:
                    context.wrap_socket(plain, server_side=True).close()
                except OSError:
                    return

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


def test_a_certificate_that_ends_soon(settings, tmp_path, https, monkeypatch):
    settings.SITE_URL = f"https://127.0.0.1:{https}"
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    found = only(doctor.certificate)
    assert found.severity == Severity.WARNING
    assert "vaut jusqu’au" in found.text


def test_a_certificate_that_browsers_refuse(settings, https):
    settings.SITE_URL = f"https://127.0.0.1:{https}"
    found = only(doctor.certificate)
    assert (found.severity, "n’est pas accepté" in found.text) == (Severity.FAILURE, True)


def test_a_front_that_is_away(settings):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    settings.SITE_URL = f"https://127.0.0.1:{port}"
    assert "ne répond pas en HTTPS" in only(doctor.certificate).text
    settings.SITE_URL = "http://127.0.0.1"
    assert [*doctor.certificate(NOW)] == []


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"SITE_URL": "https://autre.fr"}, "SITE_URL"),
        ({"ALLAUTH_TRUSTED_PROXY_COUNT": 0, "DOCUMENTS_ACCEL_PREFIX": "/x"}, "TRUSTED_PROXIES"),
        ({"MAIL_ADDRESSES": {"saperlipopette": ["a@b.fr"]}, "MAILBOXES": {}}, "SAPERLIPOPETTE_ADDRESSES"),
        ({"DOCUMENTS_DIR": Path(__file__).parent}, "DOCUMENTS_DIR"),
        ({"HEALTH_TOKEN": "secret"}, "HEALTH_TOKEN"),
    ],
)
def test_settings_that_contradict_each_other(settings, changes, word):
    settings.TRIAL, settings.ALLOWED_HOSTS = False, ["intranet.ville.fr"]
    settings.SITE_URL, settings.DOCUMENTS_DIR = "https://intranet.ville.fr", Path("/var/lib/intranet")
    settings.DOCUMENTS_ACCEL_PREFIX = ""
    assert checks.contradictions(None) == []
    for name, value in changes.items():
        setattr(settings, name, value)
    [found] = checks.contradictions(None)
    assert word in found.msg


def test_a_backup_that_nobody_watches(settings, monkeypatch):
    # They would load the addresses as outside the trial, for all the tests that follow.
    monkeypatch.setattr(doctor.checks.registry.registry, "get_checks", lambda **options: [])
    settings.TRIAL, settings.BACKUP_STAMP = False, ""
    assert "BACKUP_STAMP" in only(doctor.settings_).text
    settings.BACKUP_STAMP = "/var/lib/intranet/sauvegarde"
    assert "BACKUP_KEY_FILE" in only(doctor.settings_).text
    settings.BACKUP_KEY_FILE = "/etc/intranet/sauvegarde.key"
    with monkeypatch.context() as without:
        without.setenv("PATH", "/nowhere")
        assert "restic manque" in only(doctor.settings_).text
    assert only(doctor.settings_).severity == Severity.FINE
