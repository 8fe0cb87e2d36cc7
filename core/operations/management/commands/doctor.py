"""`manage.py doctor`: what is wrong now, and what to type next; ends with 1 for warnings, with 2 for failures."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.french import spaced
from core.operations.findings import Finding, Severity, as_json, findings, worst
from core.web.connections import leave_the_pool

# A database that says nothing would be waited for for minutes.
CONNECT_SECONDS = 4
MARKS = {Severity.FINE: "bon       ", Severity.WARNING: "attention ", Severity.FAILURE: "MAUVAIS   "}


class Command(BaseCommand):
    help = (
        "Dit ce qui va, ce qui va mal, et quoi taper ensuite : base, tâches, courrier, disque, certificat, sauvegarde, "
        "horloge, réglages. Ne change rien. Finit par 0 (tout va bien), 1 (à regarder) ou 2 (à réparer)."
    )
    # Settings that contradict are lines like the others.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="Pour un programme de supervision.")
        parser.add_argument("--quiet", action="store_true", help="Ne dire que ce qui ne va pas.")

    def handle(self, *args: Any, **options: Any) -> None:
        leave_the_pool(seconds=CONNECT_SECONDS)
        at = timezone.now()
        found = [*findings(at)]
        if options["json"]:
            self.stdout.write(json.dumps(as_json(found, at), ensure_ascii=False, indent=1))
        else:
            for finding in found:
                if finding.severity or not options["quiet"]:
                    self._say(finding)
        if status := worst(found):
            sys.exit(status)

    def _say(self, finding: Finding) -> None:
        """Write a finding; a fault goes to the error output, of which cron makes a mail."""
        out = self.stderr if finding.severity else self.stdout
        out.write(spaced(f"{MARKS[finding.severity]}{finding.subject} : {finding.text}"))
        if finding.to_do:
            out.write(f"          → {finding.to_do}")
