"""`manage.py import_ldap`: the agents' accounts, kept in step with the town's LDAP directory; intranet-ldap.timer."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser

from core.french import exact_count_of
from core.operations.findings import note_failure, note_success
from directory.imports import apply, ldap_entries
from directory.imports.ldap_plan import ldap_pass
from directory.imports.plan import Plan
from directory.management.commands import import_agents

OPTIONS = {
    "force-leavers": "permet de fermer plus de 5 %% des comptes d’un coup",
    "reopen": "rouvre les comptes fermés qui y sont de nouveau",
    "create-directions": import_agents.OPTIONS["create-directions"],
}


class Command(import_agents.Command):
    help = "Met les comptes des agents au pas de l’annuaire technique de la ville (LDAP, Active Directory)."
    steps = ldap_pass

    def add_arguments(self, parser: CommandParser) -> None:
        self.add_dry_run(parser)
        for option, said in OPTIONS.items():
            parser.add_argument(f"--{option}", action="store_true", help=said)

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LDAP:
            raise CommandError("LDAP_URL est vide : aucun annuaire technique n’est décrit dans .env.")
        options |= {"deactivate_leavers": True, "confirm_many": options["force_leavers"]}
        try:
            sheet = ldap_entries.read(settings.LDAP)
            chosen = {name: options[name] for name in self.taken}
            plan = ldap_pass.apply(sheet, by=None, **chosen)
        except apply.TooManyLeavers as error:
            self.tell(error.plan, options | {"dry_run": True})
            raise _failed(_many(error.plan)) from error
        except ValidationError as error:
            raise _failed(" ".join(error.messages), is_tried=options["dry_run"]) from error
        self.tell(plan, options)
        if options["dry_run"]:
            if plan.is_many and not options["force_leavers"]:
                self.stdout.write(_many(plan))
        else:
            _stamp()


def _many(plan: Plan) -> str:
    closed = exact_count_of(len(plan.closable), "compte serait fermé", "comptes seraient fermés")
    return (
        f"{closed}, plus de 5 % de ceux qui viennent de l’annuaire technique : rien n’est écrit sans votre accord. "
        "Lisez qui, par « manage.py import_ldap --dry-run », puis tapez « manage.py import_ldap --force-leavers »."
    )


def _failed(said: str, *, is_tried: bool = False) -> CommandError:
    if not is_tried:
        note_failure(settings.LDAP["stamp"], said)
    return CommandError(said)


def _stamp() -> None:
    try:
        note_success(settings.LDAP["stamp"])
    except OSError as error:
        raise CommandError(f"C’est fait, mais LDAP_STAMP ne s’écrit pas : {error}") from error
