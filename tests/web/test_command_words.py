"""Commands speak French: their help, and what they say of a mistyped line."""

import re

import pytest
from django.apps import apps
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand

# What argparse, or Django's common options, would say.
ENGLISH = re.compile(
    r"\b(?:the|show|exit|error|required|arguments are|positional|verbosity level|default)\b", re.I
)
# It has Django's own options beside ours.
DJANGO_S = {"migrate"}


def ours() -> list[str]:
    theirs = {config.name for config in apps.get_app_configs() if "site-packages" in config.path}
    return sorted(name for name, app in get_commands().items() if app not in {*theirs, "django.core"})


def command(name: str) -> BaseCommand:
    found = load_command_class(get_commands()[name], name)
    found._called_from_command_line = True
    return found


@pytest.mark.parametrize("name", ours())
def test_help(name):
    said = command(name).create_parser("manage.py", name).format_help()
    assert said.startswith("usage\u00a0: ")
    assert "affiche cette aide et s’arrête" in said
    # Words in capitals or behind dashes are typed.
    prose = re.sub(r"--\S+|\[[^\]]*\]|\{[^}]*\}|\b[A-Z_]{2,}\b", "", said)
    if name not in DJANGO_S:
        assert not ENGLISH.findall(prose)


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("send_test_mail", [], "erreur : il manque : address"),
        ("send_test_mail", ["a@b.example", "c"], "erreur : mots non reconnus : c"),
        ("reset_sign_in", [], "il faut l’un de : identifiant --everybody"),
        ("migrate", ["--lock-seconds", "peu"], "--lock-seconds : valeur refusée : 'peu'"),
        ("migrate", ["--lock-seconds"], "--lock-seconds : il manque une valeur"),
        ("doctor", ["--verbosity", "9"], "valeur refusée : "),
    ],
)
def test_a_mistyped_line(name, typed, said, capsys):
    with pytest.raises(SystemExit) as ended:
        command(name).create_parser("manage.py", name).parse_args(typed)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err.replace("\u00a0", " ")
