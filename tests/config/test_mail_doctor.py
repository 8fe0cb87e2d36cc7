"""deploy/mail-doctor: what the doctor finds leaves by the machine's own sendmail, and not too often."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent.parent / "deploy" / "mail-doctor"
Look = Callable[..., str]


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """`look(2, "MAUVAIS…", hours=1)`: run with a doctor that ends so, and return the mail that leaves."""
    doctor, sendmail, sent = tmp_path / "doctor", tmp_path / "sendmail", tmp_path / "sent"
    sendmail.write_text(f'#!/bin/sh\ncat > "{sent}"\n')
    sendmail.chmod(0o755)

    def run(status: int, said: str = "", *, hours: float = 0) -> str:
        sent.unlink(missing_ok=True)
        doctor.write_text(f"#!/bin/sh\ncat >&2 <<'SAID'\n{said}\nSAID\nexit {status}\n")
        doctor.chmod(0o755)
        noted = tmp_path / "status"
        if noted.exists():
            then = noted.stat().st_mtime - hours * 3600
            os.utime(noted, (then, then))
        environ = {"PYTHON": str(doctor), "SENDMAIL": str(sendmail), "STATE_DIRECTORY": str(tmp_path)}
        subprocess.run(
            ["sh", SCRIPT], env={**environ, "PATH": os.environ["PATH"], "MAILTO": "info@ville.fr"}, check=True
        )
        return sent.read_text() if sent.exists() else ""

    return run


def test_a_failure_is_mailed_at_once_then_each_hour(look):
    assert look(0) == ""
    mail = look(2, "MAUVAIS   Base $HOME `id` : loin")
    assert mail.startswith("To: info@ville.fr\nSubject: [Intranet] quelque chose ne va pas\n")
    assert mail.endswith("\n\nMAUVAIS   Base $HOME `id` : loin\n")
    assert look(2, "MAUVAIS", hours=0.5) == ""
    assert look(2, "MAUVAIS", hours=0.6) != ""


def test_a_warning_is_mailed_each_day_and_a_failure_after_it_at_once(look):
    assert "attention" in look(1, "attention")
    assert look(1, "attention", hours=23) == ""
    assert look(1, "attention", hours=1) != ""
    assert "MAUVAIS" in look(2, "MAUVAIS")


def test_the_end_is_mailed_once_after_a_calm_hour(look):
    look(2, "MAUVAIS")
    assert look(0) == ""
    assert look(2, "MAUVAIS") == ""
    assert "tout va bien" in look(0, hours=1)
    assert look(0, hours=2) == ""


def test_a_mail_that_does_not_leave_is_tried_again(look, tmp_path):
    sendmail = tmp_path / "sendmail"
    good = sendmail.read_text()
    sendmail.write_text("#!/bin/sh\nexit 75\n")
    with pytest.raises(subprocess.CalledProcessError):
        look(2, "MAUVAIS")
    sendmail.write_text(good)
    assert "MAUVAIS" in look(2, "MAUVAIS")
