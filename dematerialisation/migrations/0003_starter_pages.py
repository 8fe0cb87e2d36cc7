"""Pages to begin with, to be reviewed by the group, which puts the town's own words instead."""

import tomllib
from pathlib import Path

from django.db import migrations

from core.history.context import action_context

PAGES = Path(__file__).resolve().parent.parent / "data" / "starter_pages.toml"


def starter_pages(apps, schema_editor):
    Page = apps.get_model("dematerialisation", "Page")
    pages = tomllib.loads(PAGES.read_text(encoding="utf-8"))["pages"]
    with action_context("a posé des pages de départ"):
        for position, page in enumerate(pages, start=1):
            page["body"] = page["body"].replace("\n", "")
            Page.objects.create(**page, position=position, is_to_review=True)


class Migration(migrations.Migration):
    dependencies = [("dematerialisation", "0002_starter_questionnaire")]

    operations = [migrations.RunPython(starter_pages, migrations.RunPython.noop)]
