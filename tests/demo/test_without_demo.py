"""A real town has neither the demonstration's texts, nor its commands, nor its table."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from tests import databases
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


def remove_demo() -> None:
    """Leave what the migrations of a town without the demonstration make."""
    with connection.cursor() as cursor:
        for model in apps.get_app_config("demo").get_models(include_auto_created=True):
            cursor.execute(f'DROP TABLE "{model._meta.db_table}" CASCADE')
    ContentType.objects.filter(app_label="demo").delete()
    MigrationRecorder.Migration.objects.filter(app="demo").delete()


@pytest.mark.timeout(600)
def test_it_migrates_checks_and_opens_every_page(django_db_setup, django_db_blocker):
    """The migrations are read without those of the demonstration, and what they made is copied."""
    with (
        django_db_blocker.unblock(),
        databases.throw_away_copy_of("without_demo", build=remove_demo) as copy,
    ):
        server = os.environ["DATABASE_URL"].rpartition("/")[0]
        code = "from tests.demo.every_page import main; main()"
        done = run("manage.py", "shell", "--no-imports", "-c", code, url=f"{server}/{copy}")
        assert done.returncode == 0, done.stderr
        assert int(done.stdout) > 100
