"""Plan a pass over the town's LDAP directory as an import, by another key.

An entry is an agent's by its key. The first time, by the address of an open account, or by its identifiant when the
whole name is the same and no address says otherwise; never an account that has a key already. Of people with a role, or
who head a direction, by the address only.
"""

from __future__ import annotations

import re
from collections import Counter

from core.french import of, plain, spaced
from core.imports.cells import clean_text
from core.people.models import Agent
from core.people.roles import Role
from directory.imports.apply import AgentsImport
from directory.imports.ldap_entries import ACCOUNT, EMAILS, KEY
from directory.imports.parser import FileRow, ParsedFile
from directory.imports.plan import PlannedLine, Planner, name_of

IDENTIFIANT = re.compile(r"[a-z0-9._@+-]{1,60}")


class EntryPlanner(Planner):
    """Rows of `ldap_entries`."""

    key, shown, place = KEY, "identifiant", "celle de l’entrée {0.number}"
    above = "a un rôle ou lit des textes confidentiels"
    leaving = "Compte à fermer."
    changed_by = "un administrateur le change"

    def __init__(self, sheet: ParsedFile, *, by: Agent | None) -> None:
        super().__init__(sheet, by=by)
        self.named = {agent.identifiant: agent for agent in self.agents}
        self.addressed = {agent.email.lower(): agent for agent in self.agents if agent.email}
        self.accounts = {_account_of(row) for row in sheet.rows}
        self.sharing = Counter(address for row in sheet.rows for address in {*_addresses_of(row)})
        # Entries that have found their account in this pass.
        self.linked: dict[int, str] = {}

    def _new_identifiant(self, line: PlannedLine) -> str:
        """The name of their account there, if it will do and nobody has it."""
        wanted = line.number.lower()
        if IDENTIFIANT.fullmatch(wanted) and self.identifiants.take(wanted):
            return wanted
        chosen = super()._new_identifiant(line)
        line.notes.append(spaced(f"L’identifiant « {line.number} » ne convient pas ou est pris : {chosen}."))
        return chosen

    def _is_above(self, agent: Agent) -> bool:
        """Nobody watches a pass: an address opens an account, those of guarded ones are changed by hand."""
        return bool(agent.roles) or agent.pk in self.guarded

    _keeps_address = _is_above

    def _why_kept(self, agent: Agent) -> str:
        if Role.ADMINISTRATOR in agent.roles:
            return spaced("cette personne est administrateur : un autre administrateur ferme son compte")
        return ""

    def _line(self, row: FileRow) -> PlannedLine:
        key, number = row.cells[KEY], clean_text(row.cells[ACCOUNT])[:100]
        line = PlannedLine(row.line, name_of(row), number=number, key=key)
        if key and key in self.lines_of:
            return line.refuse("Cette clé est déjà celle d’une autre entrée.")
        # Refused or not, they are no leaver.
        self.lines_of[key] = line.line
        if row.fault:
            return line.refuse(row.fault)
        if why := self._why_unnamed(row):
            return line.refuse(why)
        agent, why = self._whose(row, line)
        if why:
            return line.refuse(why)
        if agent is not None and agent.email and agent.email.lower() in _addresses_of(row):
            # The order of several values is not sure: the one that the agent has is kept.
            row.cells["email"] = agent.email
        line.row_id = agent.pk if agent else None
        self._read(row, line, agent)
        if agent is not None and agent.directory_key is None:
            self.linked[agent.pk] = line.number
            line.values[KEY] = key
        return line

    # The first time

    def _whose(self, row: FileRow, line: PlannedLine) -> tuple[Agent | None, str]:
        """The agent (None for a new one), or why the entry is left aside."""
        if agent := self.keyed.get(line.key):
            return agent, ""
        addresses = _addresses_of(row)
        by_address = next(
            (self.addressed[address] for address in addresses if address in self.addressed), None
        )
        found = self.named.get(_account_of(row)), by_address
        agent, by_address = (each if each and each.directory_key is None else None for each in found)
        if agent is None and by_address is None:
            return None, ""
        if why := self._why_not(agent, by_address, addresses, line):
            return None, f"{why} Si c’est la même personne, écrivez {line.key} comme clé sur sa fiche."
        return agent or by_address, ""

    def _why_not(
        self, agent: Agent | None, by_address: Agent | None, addresses: list[str], line: PlannedLine
    ) -> str:
        found = agent or by_address
        assert found is not None
        if agent and by_address and agent != by_address:
            return f"L’identifiant est celui {of(agent)}, l’adresse celle {of(by_address)}."
        # A homonym would be given the way into this account.
        has_another = bool(found.email and addresses)
        if not by_address and (has_another or plain(line.name) != plain(str(found))):
            return f"L’identifiant est celui {of(found)}, qui n’a pas cette adresse, ou pas ce nom."
        if not by_address and self._is_above(found):
            # Those who name an account in that directory would take those rights.
            return spaced(
                f"L’identifiant est celui {of(found)}, qui {self.above} : il y faut aussi la même adresse."
            )
        if self._is_somebody_else(found, line):
            return f"L’adresse est celle {of(found)}, qui ne porte pas ce nom."
        if found.is_elected or not found.is_active:
            kind = "d’un élu" if found.is_elected else "fermé"
            return f"C’est l’identifiant ou l’adresse d’un compte {kind}, {found}."
        if not agent and (
            found.identifiant in self.accounts or any(self.sharing[each] > 1 for each in addresses)
        ):
            return f"Plusieurs entrées pourraient être celle {of(found)}."
        if found.pk in self.linked:
            return f"L’entrée {self.linked[found.pk]} est déjà celle {of(found)}."
        return ""


def _account_of(row: FileRow) -> str:
    return clean_text(row.cells[ACCOUNT]).lower()


def _addresses_of(row: FileRow) -> list[str]:
    return [address.strip().lower() for address in row.cells[EMAILS].split("\n") if address.strip()]


class LdapPass(AgentsImport):
    """Each night, by a command: no file, no page."""

    planner = EntryPlanner
    written = "a repris la fiche de l’annuaire technique"
    closed = "a fermé le compte, parti de l’annuaire technique"
    opened = "a rouvert le compte, de nouveau dans l’annuaire technique"


ldap_pass = LdapPass()
