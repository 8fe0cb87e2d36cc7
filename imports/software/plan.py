"""Plan an import of software, line by line, before anything is written. An empty cell changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError

from core.french import listed, number, plain, spaced, with_capital
from core.imports.cells import clean_text
from core.imports.planning import CHANGED, CREATED, REFUSED, SAME, Plan, PlannedLine
from core.imports.tables import Record, Sheet, Titles, Unreadable, notes_on_columns, read_sheet
from core.imports.workbook import MOST_COLUMNS
from core.people.tree import Tree
from core.web.non_blank import is_visible
from directory.imports.assignments import DirectionMatcher
from imports.people import People
from manuals.models import Need, Software

# The file as rows

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
NAMES = {
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
TITLES = Titles(NAMES)
TOO_LARGE = spaced(
    f"Ce fichier compte plus de {number(MOST_LINES)} lignes ou de {MOST_COLUMNS} colonnes : "
    "ce n’est pas une liste de progiciels."
)
NO_HEADER = spaced(
    "Une des premières lignes doit nommer les colonnes : au moins le nom du progiciel, et une autre "
    "(« à quoi il sert », « direction »…)."
)


def parse(data: bytes) -> Sheet:
    """Raises Unreadable for what is no list of software: empty, damaged, without titles, far too long."""
    sheet = read_sheet(
        data,
        TITLES,
        lambda lacking: NO_HEADER,
        takes_workbooks=True,
        advice="ce n’est pas une liste de progiciels.",
    )
    sheet.records = found = [*sheet.records]
    if len(found) > MOST_LINES or len(sheet.titles) > MOST_COLUMNS:
        raise Unreadable(TOO_LARGE)
    titles = [clean_text(title)[:60] for title in sheet.titles]
    while titles and not titles[-1]:
        titles.pop()
    sheet.titles, sheet.columns = titles, sheet.columns[: len(titles)]
    sheet.notes += notes_on_columns(sheet, TITLES)
    return sheet


# What would be done

FIELDS: dict[str, Any] = {field.name: field for field in Software._meta.get_fields()}
TEXTS = ("name", "purpose", "vendor", "version_in_use", "link", "shared_use")
PEOPLE = ("functional_referent", "it_referent")
# Of a new software, besides its name.
NEEDED = ("purpose", "owner")
YES, NO = {"oui", "x", "o", "1", "vrai", "yes"}, {"non", "n", "0", "faux", "no"}
STATES = {plain(state.label): state.value for state in Software.State}
LONGEST_NEED = Need._meta.get_field("name").max_length or 60
MOST_NEEDS = 10
WITHOUT_NAME = spaced("Sans nom : rien ne dit de quel progiciel il s’agit.")
NO_COLUMN = "Dites quelle colonne est celle du nom du progiciel."


class Planner:
    """Compares a table with the software in six statements, whatever its length; writes nothing."""

    def __init__(self, sheet: Sheet, *, columns: Sequence[str] | None = None) -> None:
        """Raises ValidationError when no column is the name's."""
        self.sheet = sheet
        self.columns = chosen_columns(sheet, columns)
        if "name" not in self.columns:
            raise ValidationError(NO_COLUMN)
        rows = Software.objects.prefetch_related("needs").order_by("pk")
        self.software = {_key(row.name): row for row in rows}
        self.directions = DirectionMatcher(Tree())
        self.people = People()
        self.needs = {_key(name): name for name in Need.objects.values_list("name", flat=True)}
        self.readers: dict[str, Callable[[str], Any]] = {
            "owner": self._direction,
            **dict.fromkeys(PEOPLE, self._person),
            "state": _state,
            "needs": self._needs,
            "is_collaborative": _yes_or_no,
            **{name: partial(FIELDS[name].clean, model_instance=None) for name in TEXTS},
        }
        self.lines_of: dict[str, int] = {}

    def plan(self) -> Plan[PlannedLine]:
        lines = [*map(self._line, self.sheet.records)]
        notes = list(self.sheet.notes)
        columns = [LABELS[name] for name in NEEDED if name not in self.columns]
        if columns and any(line.outcome == REFUSED for line in lines):
            notes.insert(0, spaced(f"Sans ceci, aucun nouveau progiciel n’est inscrit : {listed(columns)}."))
        return Plan(lines, notes)

    def _line(self, record: Record) -> PlannedLine:
        line = PlannedLine(record.line)
        if record.fault:
            return line.refuse(spaced(f"Cette ligne ne peut pas être lue : {record.fault}."))
        given = {
            name: text
            for name, cell in zip(self.columns, record.cells, strict=False)
            if name and is_visible(text := clean_text(cell))
        }
        line.name = given.pop("name", "")
        if not line.name:
            return line.refuse(WITHOUT_NAME)
        key = _key(line.name)
        if key in self.lines_of:
            return line.refuse(spaced(f"Déjà dit à la ligne {self.lines_of[key]} : la première est gardée."))
        self.lines_of[key] = record.line
        known = self.software.get(key)
        line.name = known.name if known else line.name[:200]
        values = self._read(given, line)
        self._check(values, known, line)
        if known is None:
            return self._new(values, given, line)
        line.row_id = known.pk
        line.values = {name: value for name, value in values.items() if value != self._now(known, name)}
        line.changes = [
            (LABELS[name], self._words(name, self._now(known, name)), self._words(name, value))
            for name, value in line.values.items()
        ]
        line.outcome = CHANGED if line.values else SAME
        return line

    def _read(self, given: dict[str, str], line: PlannedLine) -> dict[str, Any]:
        """The cells that can be read and that a form would take; what is said of the others."""
        values: dict[str, Any] = {}
        for name, text in given.items():
            if name == "link" and "://" not in text:
                text = f"https://{text}"
                line.notes.append(spaced(f"Adresse complétée : {text[:100]}"))
            try:
                values[name] = self.readers[name](text)
            except ValidationError as error:
                said = " ".join(error.messages).removesuffix(".")
                line.notes.append(spaced(f"{with_capital(LABELS[name])} : {said} ; laissé de côté."))
        return values

    def _check(self, values: dict[str, Any], known: Software | None, line: PlannedLine) -> None:
        """Leave out what is decided elsewhere or lacks its other half."""
        if known and values.pop("state", known.state) != known.state:
            line.notes.append(spaced("L’état se change au bureau du groupe : laissé tel quel."))
        is_shared = values.get("is_collaborative", known.is_collaborative if known else False)
        if is_shared and not values.get("shared_use", known.shared_use if known else ""):
            del values["is_collaborative"]
            line.notes.append(
                spaced("Outil transversal : il manque ce que l’on y fait ensemble ; laissé de côté.")
            )

    def _new(self, values: dict[str, Any], given: dict[str, str], line: PlannedLine) -> PlannedLine:
        absent = [name for name in NEEDED if name not in values]
        # A cell that could not be read is said already.
        missing = [LABELS[name] for name in absent if name not in given]
        try:
            FIELDS["name"].clean(line.name, None)
        except ValidationError as error:
            missing.append(f"un nom correct ({' '.join(error.messages)})")
        if missing:
            said = spaced(f"Un nouveau progiciel a besoin de ceci, qui manque : {', '.join(missing)}.")
            return line.refuse(said, *line.notes)
        if absent:
            return line.refuse(*line.notes, spaced("Corrigez-le : ce progiciel est nouveau, et en a besoin."))
        line.outcome, line.values = CREATED, {"name": line.name, **values}
        line.changes = [(LABELS[name], "", self._words(name, value)) for name, value in values.items()]
        return line

    # Values, as they are kept and as they are said

    def _now(self, software: Software, name: str) -> Any:
        if name == "needs":
            return sorted(need.name for need in software.needs.all())
        return getattr(software, f"{name}_id" if name in (*PEOPLE, "owner") else name)

    def _words(self, name: str, value: Any) -> str:
        if name in PEOPLE:
            return str(self.people.by_id.get(value, ""))
        if name == "owner":
            return self.directions.name_of(value)
        if name == "needs":
            return ", ".join(value)
        if name == "state":
            return Software.State(value).label
        if isinstance(value, bool):
            return "oui" if value else "non"
        return str(value)

    # The readers raise ValidationError with what is to be said

    def _direction(self, text: str) -> int:
        found = self.directions.units(text)
        if len(found) != 1:
            how = "plusieurs directions s’appellent ainsi" if found else "direction inconnue"
            raise ValidationError(spaced(f"{how} : « {text[:80]} »"))
        return found[0].pk

    def _person(self, text: str) -> int:
        found = self.people.named(text)
        if len(found) > 1:
            names = listed(sorted(agent.identifiant for agent in found))
            said = f"plusieurs agents s’appellent « {text[:80]} », écrivez l’identifiant ({names})"
            raise ValidationError(spaced(said))
        if not found:
            raise ValidationError(spaced(f"aucun compte ouvert ne répond à « {text[:80]} »"))
        return next(iter(found)).pk

    def _needs(self, text: str) -> list[str]:
        """Each once, written as the intranet knows it."""
        words = [clean_text(word) for word in text.replace(";", ",").replace("/", ",").split(",")]
        kept = {_key(word): self.needs.setdefault(_key(word), word) for word in words if is_visible(word)}
        if not kept or len(kept) > MOST_NEEDS or any(len(word) > LONGEST_NEED for word in kept.values()):
            raise ValidationError(f"dix besoins au plus, de {LONGEST_NEED} caractères chacun")
        return sorted(kept.values())


def chosen_columns(sheet: Sheet, columns: Sequence[str] | None) -> list[str]:
    """One field a title, each once: the first wins."""
    asked = list(columns or sheet.columns)[: len(sheet.titles)]
    asked += [""] * (len(sheet.titles) - len(asked))
    return [
        name if name in LABELS and name not in asked[:position] else "" for position, name in enumerate(asked)
    ]


def _key(name: str) -> str:
    return " ".join(plain(name).split())


def _state(text: str) -> str:
    if plain(text) not in STATES:
        raise ValidationError(spaced(f"« {text[:40]} » n’est pas un état connu"))
    return STATES[plain(text)]


def _yes_or_no(text: str) -> bool:
    word = plain(text).strip(". ")
    if word not in YES | NO:
        raise ValidationError(spaced(f"« {text[:40]} » n’est ni oui ni non"))
    return word in YES
