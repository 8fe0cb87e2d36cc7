"""The three values and the three pitfalls of the project group, as version 1; a town rewrites them in the admin."""

from django.db import migrations
from django.utils import timezone

from core.history.context import action_context

VALUES = [
    (
        "simplicity",
        "Simplification",
        "L’idée enlève-t-elle une étape, une ressaisie, un papier ?",
        (
            "Elle complique",
            "Rien ne change",
            "Un peu plus simple pour quelques-uns",
            "Une étape disparaît",
            "Tout un circuit disparaît",
        ),
    ),
    (
        "sharing",
        "Partage",
        "L’idée met-elle la même information sous les yeux de tous ceux qui en ont besoin ?",
        (
            "Elle enferme l’information",
            "Rien ne change",
            "Partagée dans un service",
            "Partagée entre deux directions",
            "Partagée par toute la mairie",
        ),
    ),
    (
        "speed",
        "Rapidité",
        "La réponse arrive-t-elle plus vite à l’agent ou à l’habitant ?",
        (
            "Elle ralentit",
            "Rien ne change",
            "Quelques heures gagnées",
            "Quelques jours gagnés",
            "La réponse est immédiate",
        ),
    ),
]
PITFALLS = [
    (
        "dehumanised",
        "Relations déshumanisées",
        "Enlève-t-elle à quelqu’un la personne à qui parler ?",
    ),
    (
        "fragile_archives",
        "Archivage fragile",
        "Retrouvera-t-on dans dix ans ce qui sera écrit ainsi ?",
    ),
    (
        "obsolete_jobs",
        "Métiers rendus inutiles",
        "Un métier perd-il son sens, sans que l’on ait prévu la suite avec ceux qui l’exercent ?",
    ),
]


def first_grid(apps, schema_editor):
    Grid = apps.get_model("suggestions", "Grid")
    Criterion = apps.get_model("suggestions", "Criterion")
    with action_context("a posé la première grille"):
        grid = Grid.objects.create(version=1, note="Les trois valeurs et les trois pièges du groupe")
        for position, (code, name, question, words) in enumerate(VALUES, start=1):
            Criterion.objects.create(
                grid=grid, kind="value", code=code, name=name, question=question, words=list(words), position=position
            )
        for position, (code, name, question) in enumerate(PITFALLS, start=len(VALUES) + 1):
            Criterion.objects.create(
                grid=grid, kind="pitfall", code=code, name=name, question=question, position=position
            )
        Grid.objects.filter(pk=grid.pk).update(state="in_use", in_use_since=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("suggestions", "0001_initial")]

    operations = [migrations.RunPython(first_grid, migrations.RunPython.noop)]
