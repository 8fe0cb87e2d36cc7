"""`manage.py mail_import`: messages kept in files take the same road, once."""

import os
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from core.mail.imap import file_import
from core.mail.models import IncomingMail

pytestmark = pytest.mark.django_db
FROM = b"From nadia@port-mimosa.example Thu Nov 26 09:00:00 2026\n"
Run = Callable[..., tuple[str, str]]


def letter(subject: str, text: str = "bonjour") -> bytes:
    return f"From: nadia@port-mimosa.example\nSubject: {subject}\n\n{text}\n".encode()


def contents() -> list[bytes]:
    return [bytes(mail.raw.content) for mail in IncomingMail.objects.select_related("raw").order_by("pk")]


@pytest.fixture
def run() -> Run:
    """`run(path, fails=True)`: what the command prints, and its complaints."""

    def imported(*paths: Path, fails: bool = False) -> tuple[str, str]:
        out, err = StringIO(), StringIO()
        arguments = [str(path) for path in paths]
        if fails:
            with pytest.raises(CommandError):
                call_command("mail_import", *arguments, stdout=out, stderr=err)
        else:
            call_command("mail_import", *arguments, stdout=out, stderr=err)
        return out.getvalue().replace("\u00a0", " "), err.getvalue().replace("\u00a0", " ")

    return imported


def test_a_message_of_its_own(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "idée.eml"
    file.write_bytes(letter("Vélos"))
    out, err = run(file)
    assert out.startswith("Messages lus : 1, dont nouveaux : 1, déjà là : 0. Non pris : 0.")
    mail = IncomingMail.objects.get()
    assert (mail.source, mail.mailbox, mail.uid, mail.state) == (str(file), None, None, "received")
    assert (contents(), err) == ([letter("Vélos")], "")
    assert ProcrastinateJob.objects.filter(task_name="mail.read").exists()
    out, _ = run(file, file)
    assert "nouveaux : 0, déjà là : 2" in out
    assert IncomingMail.objects.count() == 1


def test_an_mbox(tmp_path: Path, run: Run, monkeypatch: Any) -> None:
    """In batches; « From » in a text begins no message; what was quoted is no longer; long lines come in pieces."""
    monkeypatch.setattr(file_import, "BATCH_MESSAGES", 2)
    monkeypatch.setattr(file_import, "LINE_BYTES", 200)
    file = tmp_path / "boîte"
    long = "y" * 450 + "From nadia@port-mimosa.example Thu Nov 26 09:00:00 2026"
    letters = [
        letter("Vélos"),
        letter("Toits", "From ici\n>From là\n\nFrom nowhere"),
        letter("Arbres", long),
        letter("Vélos"),
    ]
    quoted = letters[1].replace(b">From", b">>From")
    file.write_bytes(
        FROM + letters[0] + b"\n" + FROM + quoted + b"\n" + FROM + letters[2] + b"\n" + FROM + letters[3]
    )
    out, err = run(file)
    assert "lus : 4, dont nouveaux : 3, déjà là : 1" in out
    assert (contents(), err) == (letters[:3], "")
    assert IncomingMail.objects.order_by("pk")[1].source == f"{file}, message n°\u00a02"


def test_a_maildir(tmp_path: Path, run: Run) -> None:
    for name in ("cur", "new", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "cur" / "1:2,S").write_bytes(letter("Vélos"))
    (tmp_path / "new" / "2").write_bytes(letter("Toits"))
    (tmp_path / "new" / "3").write_bytes(b"")
    (tmp_path / "tmp" / "4").write_bytes(letter("pas encore"))
    (tmp_path / "new" / "dossier").mkdir()
    out, err = run(tmp_path, fails=True)
    assert "lus : 2, dont nouveaux : 2" in out
    assert "Non pris : 1" in out
    assert err.strip() == f"{tmp_path} : 3 : le fichier est vide"
    assert sorted(contents()) == sorted([letter("Vélos"), letter("Toits")])


def test_one_message_too_large_stops_no_other(tmp_path: Path, run: Run, settings: Any) -> None:
    settings.MAIL_LARGEST = 1024 * 1024
    file = tmp_path / "boîte.mbox"
    large = letter("Plan", "x" * 2_000_000)
    file.write_bytes(
        FROM + letter("Vélos") + b"\n" + FROM + large + b"\n" + FROM + b"\n" + FROM + letter("Toits")
    )
    out, err = run(file, fails=True)
    assert "lus : 2, dont nouveaux : 2" in out
    assert f"{file} : message n° 2 : le message dépasse 1 Mo" in err
    assert f"{file} : message n° 3 : il est vide" in err
    assert contents() == [letter("Vélos"), letter("Toits")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"\n\n", "vide"),
        (b"%PDF-1.7\n\x00\xff", "ne ressemble pas"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", ".msg"),
        (b"Subject: gros\n\n" + b"x" * 2000, "dépasse"),
    ],
)
def test_a_file_that_is_no_message(
    tmp_path: Path, run: Run, settings: Any, content: bytes, said: str
) -> None:
    settings.MAIL_LARGEST = 1000
    file = tmp_path / "fichier"
    file.write_bytes(content)
    _, err = run(file, fails=True)
    assert said in err
    assert not IncomingMail.objects.exists()


def test_what_is_no_file(tmp_path: Path, run: Run) -> None:
    good, folder, pipe = tmp_path / "a.eml", tmp_path / "dossier", tmp_path / "tube"
    good.write_bytes(letter("Vélos"))
    folder.mkdir()
    os.mkfifo(pipe)
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe9.eml"))
    odd.write_bytes(letter("Toits"))
    out, err = run(tmp_path / "absent", folder, pipe, good / "dessous", good, odd, fails=True)
    assert "nouveaux : 2" in out
    assert [line.rpartition(" : ")[2] for line in err.splitlines()] == [
        "il n’y a rien à cet endroit",
        "ce dossier n’est pas un Maildir (il n’a ni cur ni new)",
        "ce n’est pas un fichier",
        "ce chemin passe par un fichier",
    ]
    assert {mail.source.rpartition("/")[2] for mail in IncomingMail.objects.all()} == {"a.eml", "\ufffd.eml"}


def test_nul_and_junk_are_kept(tmp_path: Path, run: Run) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(b"From: \x00\xe9\r\n\x00: \xff\r\n\r\n\x00\xff")
    run(file)
    assert contents() == [file.read_bytes()]


def test_a_huge_mbox_is_never_whole_in_memory(tmp_path: Path) -> None:
    file = tmp_path / "boîte"
    with file.open("wb") as out:
        for number in range(200):
            out.write(FROM + letter(f"Idée {number}", "x" * 10_000) + b"\n")
    seen = file_import.messages_of(file)
    first = next(seen)
    assert first.source.endswith("n°\u00a01")
    assert len(list(seen)) == 199
