"""`python -m tests.mail.nursery`: the program loaded once, then a process for each step that is asked for on a line.

A process to be killed must be a real one; forked from here, it starts at once. Each line is JSON: the step, the
database, the settings that differ. Answers: the process's number, then, when it ended, its status (-9: killed).
"""

import json
import os
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

import django


def live(asked: dict[str, Any]) -> None:
    from django.db import connection
    from django.test import override_settings

    connection.settings_dict["NAME"] = asked["database"]
    changed = asked["settings"]
    with override_settings(**changed | {"DOCUMENTS_DIR": Path(changed["DOCUMENTS_DIR"])}):
        globals()[asked["step"]]()


def fetch() -> None:
    from core.mail.imap import fetcher
    from core.mail.imap.accounts import MailboxError

    # Where its line was cut, the next pass goes on.
    with suppress(MailboxError):
        fetcher.sync_once("saperlipopette")


def read() -> None:
    from core.mail.inbound import read

    # All that waits, on a loaded machine too.
    read.read_waiting(seconds=120)


def send() -> None:
    from core.mail.models import OutgoingMail
    from core.mail.outbound import sending

    for mail in OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING).order_by("pk"):
        sending.try_once(mail.pk, is_last=False)


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            try:
                live(json.loads(line))
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        say(child)
        say(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


def say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
