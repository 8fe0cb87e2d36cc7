"""A CSV or an XLSX as rows: whatever its encoding, its separator and the names of its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from core.imports.tables import notes_on_header, read_sheet
from core.imports.workbook import MOST_COLUMNS
from core.ui.french import listed, number, plain, spaced

MOST_LINES = 2_000
LABELS = {
    "name": "nom",
    "purpose": "à quoi il sert",
    "owner": "direction responsable",
    "functional_referent": "référent fonctionnel",
    "it_referent": "référent informatique",
    "vendor": "éditeur",
    "version_in_use": "version en service",
    "link": "adresse",
    "state": "état",
    "needs": "besoins",
    "is_collaborative": "outil transversal",
    "shared_use": "ce que l’on y fait ensemble",
}
# Plain, without spaces or signs: « À quoi il sert » is « aquoiilsert ».
TITLES = {
    "name": "nom progiciel logiciel application nomduprogiciel nomdulogiciel nomdelapplication appli libelle",
    "purpose": "aquoiilsert usage description objet finalite fonction descriptif utilite",
    "owner": "direction directionresponsable service directionmetier proprietaire dir",
    "functional_referent": "referentfonctionnel referent referentmetier responsablefonctionnel contactmetier",
    "it_referent": "referentinformatique referenttechnique responsableinformatique chefdeprojet contactinformatique",
    "vendor": "editeur fournisseur prestataire titulaire societe",
    "version_in_use": "versionenservice version versionactuelle versioninstallee",
    "link": "adresse url lien adresseweb adressepourlouvrir siteweb acces",
    "state": "etat statut situation",
    "needs": "besoins besoin domaine domaines theme themes categorie",
    "is_collaborative": "outiltransversal transversal outildetravailtransversal outilcollaboratif collaboratif",
    "shared_use": "cequelonyfaitensemble usagecommun usagepartage usagetransversal",
}
FIELD_OF = {word: name for name, words in TITLES.items() for word in words.split()}
TOO_WIDE = spaced(f"Ce fichier a plus de {MOST_COLUMNS} colonnes : gardez celles des progiciels.")
TOO_LONG = spaced(
    f"Ce fichier compte plus de {number(MOST_LINES)} lignes : ce n’est pas une liste de progiciels."
)
NO_HEADER = spaced(
    "Une des premières lignes doit nommer les colonnes : au moins le nom du progiciel, et une autre "
    "(« à quoi il sert », « direction »…)."
)


@dataclass
class Table:
    """`titles` as the file writes them; `rows` with their line; `notes` say how the file was understood."""

    titles: list[str]
    rows: list[tuple[int, list[str]]]
    notes: list[str] = field(default_factory=list)

    @property
    def columns(self) -> list[str]:
        """The field that each title names, each once; an empty word for the others."""
        found: list[str] = []
        for title in self.titles:
            name = field_of(title)
            found.append(name if name not in found else "")
        return found


def field_of(title: str) -> str:
    return FIELD_OF.get(re.sub(r"[^a-z0-9]", "", plain(title)), "")


def parse(data: bytes) -> Table:
    """Raises ValidationError for what is no list of software: empty, damaged, without titles, far too long."""
    found = read_sheet(data, lambda title: field_of(title) or None, no_header=NO_HEADER)
    return _table(found.titles, found.rows, found.first, found.notes)


def _table(titles: Sequence[str], rows: Sequence[list[str]], first: int, notes: list[str]) -> Table:
    """`first` is the line of the first row. A cell that holds line ends counts for one line."""
    if len(rows) > MOST_LINES:
        raise ValidationError(TOO_LONG)
    if len(titles) > MOST_COLUMNS:
        raise ValidationError(TOO_WIDE)
    titles = [tidy(title)[:60] for title in titles]
    while titles and not titles[-1]:
        titles.pop()
    table = Table(titles, [(first + n, row) for n, row in enumerate(rows) if any(map(str.strip, row))])
    unread = [spaced(f"« {title} »") for title, name in zip(titles, table.columns, strict=True) if not name]
    table.notes = [*notes, *notes_on_header(first - 1)]
    if any(unread):
        table.notes.append(spaced(f"Colonnes non reconnues : {listed(unread)}."))
    return table


def tidy(text: str) -> str:
    """One line, single spaces, no sign that nobody sees."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\ufeff]", " ", text).split())
