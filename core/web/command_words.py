"""The French words of commands: argparse has none but English, and Django's common options neither.

`core.web` puts them in place at start-up; what is not here stays as it is.
"""

import argparse
from typing import Any

from django.core.management import base

from core.french import NBSP, spaced

# By the words of Python's argparse, 3.12 to 3.14.
WORDS = {
    "usage: ": spaced("usage : "),
    "%(heading)s:": spaced("%(heading)s :"),
    "positional arguments": "arguments",
    "options": "options",
    "show this help message and exit": "affiche cette aide et s’arrête",
    "%(prog)s: error: %(message)s\n": f"%(prog)s{NBSP}: erreur{NBSP}: %(message)s\n",
    "%(prog)s: warning: %(message)s\n": f"%(prog)s{NBSP}: attention{NBSP}: %(message)s\n",
    "argument %(argument_name)s: %(message)s": f"%(argument_name)s{NBSP}: %(message)s",
    "the following arguments are required: %s": f"il manque{NBSP}: %s",
    "one of the arguments %s is required": f"il faut l’un de{NBSP}: %s",
    "not allowed with argument %s": "ne va pas avec %s",
    "unrecognized arguments: %s": f"mots non reconnus{NBSP}: %s",
    "unexpected option string: %s": f"option inattendue{NBSP}: %s",
    "ambiguous option: %(option)s could match %(matches)s": (
        f"%(option)s n’est pas assez précis{NBSP}: %(matches)s"
    ),
    "ignored explicit argument %r": f"ne prend pas de valeur{NBSP}: %r",
    "expected one argument": "il manque une valeur",
    "expected at most one argument": "une seule valeur au plus",
    "expected at least one argument": "il manque au moins une valeur",
    "expected %s argument": "il faut %s valeur",
    "expected %s arguments": "il faut %s valeurs",
    "invalid %(type)s value: %(value)r": f"valeur refusée{NBSP}: %(value)r",
    "invalid choice: %(value)r (choose from %(choices)s)": (
        f"valeur refusée{NBSP}: %(value)r (au choix{NBSP}: %(choices)s)"
    ),
}
# By the options that Django gives to every command.
COMMON_OPTIONS = {
    "version": "affiche la version de Django et s’arrête",
    "verbosity": spaced("ce qui est dit : 0 le moins, 1 l’ordinaire, 2 davantage, 3 tout"),
    "settings": "le module des réglages, à la place de DJANGO_SETTINGS_MODULE",
    "pythonpath": "un dossier à ajouter à ceux de Python",
    "traceback": "montre la trace complète d’une erreur",
    "no_color": "sans couleurs",
    "force_color": "avec des couleurs, même dans un fichier",
    "skip_checks": "sans les contrôles qui précèdent",
}


class HelpFormatter(base.DjangoHelpFormatter):
    def _get_help_string(self, action: argparse.Action) -> Any:
        return COMMON_OPTIONS.get(action.dest) or super()._get_help_string(action)


def gettext(message: str) -> str:
    return WORDS.get(message, message)


def ngettext(singular: str, plural: str, count: int) -> str:
    return gettext(singular if count == 1 else plural)


def install() -> None:
    # Where argparse looks for Python's own catalogues, of which there is none.
    vars(argparse).update(_=gettext, ngettext=ngettext)
    vars(base).update(DjangoHelpFormatter=HelpFormatter)
