#!/usr/bin/env python
import logging
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db.utils import OperationalError

from core.operations.findings import why_away


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    # The pool warns of each of its tries, in English; the sentence below says it once.
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # An operator at 2 a.m. needs the sentence, not the stack.
        sys.exit(f"Configuration : {error}")
    except OperationalError as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(
            f"La base de données n’a pas répondu, ou a refusé : {why_away(error)}\n"
            "Ce qui ne va pas, et quoi taper : manage.py doctor"
        )


if __name__ == "__main__":
    main()
