"""A real town has neither the demonstration's texts, nor its commands, nor its table."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres import empty_database
from tests.test_consistency import PRODUCTION

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def run(*words: str, url: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    settings = {"DJANGO_SETTINGS_MODULE": "tests.demo.town_settings", "TRIAL": "false", "DEBUG": "false"}
    return subprocess.run(
        [sys.executable, *words],
        cwd=CHECKOUT,
        env={**kept, **PRODUCTION, **settings, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=500,
    )


@pytest.mark.timeout(600)
def test_it_migrates_checks_and_opens_every_page():
    with empty_database("demat_without_demo") as url:
        code = "from tests.demo.every_page import main; main()"
        done = run("manage.py", "shell", "--no-imports", "-c", code, url=url)
        assert done.returncode == 0, done.stderr
        assert int(done.stdout) > 100
