"""The ten manuals that come with the town, who keeps which software, what is down, and what `agent` pinned."""

from dataclasses import dataclass, replace
from random import Random

from demo.generators.manuals import Manual, composed, earlier
from demo.records import Software

# By software; two or three files, the rest written on the site.
KINDS: dict[str, tuple[str, ...]] = {
    "Registra": ("old guide", "guide"),
    "Budgétine": ("guide", "memo"),
    "Tempo": ("memo", "questions"),
    "Sève": ("guide", "memo"),
    "Parcelle": ("memo",),
    "Sésame": ("memo",),
}
# Still describes the version before the one in use.
OUTDATED = "Budgétine"
PINNED = ("Sève/guide", "Tempo/memo", "Budgétine/memo")

# Turn by turn; the account « progiciels » has its share.
IT_REFERENTS = ("progiciels", "ikowalski", "abourrely", "progiciels", "lfernandes")


@dataclass(frozen=True, slots=True)
class Referents:
    functional: str
    it: str


REFERENTS: dict[str, Referents] = {
    "Registra": Referents("groupe", "ikowalski"),
    "Budgétine": Referents("souadah", "progiciels"),
    "Tempo": Referents("vtisserand", "progiciels"),
    "Sève": Referents("lgrandjean", "progiciels"),
    "Parcelle": Referents("dfouque", "abourrely"),
    "Sésame": Referents("progiciels", "lfernandes"),
}


@dataclass(frozen=True, slots=True)
class Down:
    software: str
    message: str


DOWN = Down(
    "Parcelle",
    "Les plans ne s’affichent plus. Les dossiers restent lisibles : notez les dépôts sur le registre papier, nous les "
    "saisirons ensemble au retour.",
)


def recent_manuals(software: Software) -> tuple[Manual, ...]:
    random = Random(software.name)  # noqa: S311 - a town to look at, no secret
    made = []
    for kind in KINDS[software.name]:
        manual = composed(software, kind, random)
        is_late = software.name == OUTDATED and kind == "guide"
        version = manual.version if kind == "old guide" else software.version
        manual = replace(
            manual,
            version=earlier(version) if is_late else version,
            is_page=kind in ("memo", "questions"),
            replaces=manual.replaces if "old guide" in KINDS[software.name] else None,
        )
        made.append(manual)
    return tuple(made)
