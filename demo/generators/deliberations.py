"""The files of a deliberation: its text, one to three pages, and now and then a table in annex."""

from collections.abc import Iterator
from random import Random

from core.french import MONTHS, WEEKDAYS, count_of, number
from demo import texts
from demo.generators import councillors, papers
from demo.generators.council import Act, Session
from demo.generators.council_words import words
from demo.generators.councillors import Mandate
from demo.generators.papers import Chapter

# One act in so many has annexes.
ANNEXED = 6


def rapporteur(act: Act, sitting: list[Mandate]) -> Mandate:
    """The deputy of the area, or the mayor when it has none."""
    role = "mayor" if act.subject.area == "mayor" else f"deputy {act.subject.area}"
    by_role = {mandate.role: mandate for mandate in sitting}
    return by_role.get(role) or by_role["mayor"]


def text(session: Session, act: Act, sitting: list[Mandate]) -> bytes:
    random = act.random
    day = session.held_on
    context = random.sample(texts.council.context, random.choice((0, 1, 2, 6)))
    heading = (
        "Ville de Port-Mimosa",
        "Extrait des délibérations du conseil municipal",
        f"Séance du {WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}",
        f"Délibération n°\u00a0{act.number}" if act.number else "Projet de délibération",
    )
    blocks = (
        Chapter("", (present(act),)),
        exposition(act, rapporteur(act, sitting), random),
        # Long for one act in four, absent for one in four.
        Chapter("", tuple(sentence.format(**words(random, day.year)) for sentence in context)),
        Chapter("Le conseil municipal,", tuple(visas(act))),
        Chapter(
            "Après en avoir délibéré, décide\u00a0:" if act.result else "Il est proposé au conseil\u00a0:",
            tuple(articles(act, random)),
        ),
        Chapter("Vote" if act.result else "", (vote(act),)),
        Chapter(
            "",
            (
                "Fait et délibéré en séance, les jour, mois et an susdits.",
                "Le maire, le secrétaire de séance.",
            ),
        ),
    )
    return papers.deliberation(
        heading, act.object, tuple(block for block in blocks if any(block.paragraphs)), day
    )


def present(act: Act) -> str:
    if not act.votes:
        return f"Le conseil compte {councillors.SEATS} membres en exercice\u00a0; le quorum est réuni."
    proxies = act.random.randint(0, act.votes.voters // 8)
    return (
        f"Membres en exercice\u00a0: {councillors.SEATS}. Présents\u00a0: {act.votes.voters - proxies}. "
        f"Représentés\u00a0: {proxies}. Votants\u00a0: {act.votes.voters}."
    )


def exposition(act: Act, speaker: Mandate, random: Random) -> Chapter:
    speeches = random.sample(texts.council.speeches[act.subject.area], random.choice((1, 2, 2, 3)))
    who = ", ".join(filter(None, (speaker.councillor.name, speaker.function, speaker.delegation)))
    return Chapter(f"{who}, expose\u00a0:", tuple(speeches))


def visas(act: Act) -> Iterator[str]:
    yield f"Vu {texts.council.seen[0]},"
    yield f"Vu {texts.council.codes[act.subject.code[0]]},"
    yield from (f"Vu {seen}," for seen in texts.council.seen[1:])
    for reason in act.considered:
        # « que le marché… », or « l’avis de… ».
        yield f"Considérant {reason},"


def articles(act: Act, random: Random) -> Iterator[str]:
    decided = (*act.decided, *random.sample(texts.council.last_articles, random.choice((1, 2, 2))))
    for rank, article in enumerate(decided, start=1):
        yield f"Article {rank}. {article}"


def vote(act: Act) -> str:
    if act.result is None:
        return ""
    if act.votes is None:
        return {
            "noted": "Le conseil municipal prend acte. Il n’est pas procédé au vote.",
            "adjourned": "Le conseil municipal ajourne l’examen de ce point à une prochaine séance.",
        }.get(act.result, "Le maire retire ce point de l’ordre du jour.")
    votes = act.votes
    if votes.votes_for == votes.voters:
        return f"Adoptée à l’unanimité des {votes.voters} votants."
    count = (
        f"{votes.votes_for} pour, {votes.votes_against} contre, {count_of(votes.abstentions, 'abstention')}"
    )
    return f"{'Adoptée' if act.result == 'adopted' else 'Rejetée'}\u00a0: {count}."


def annexes(session: Session, act: Act) -> Iterator[tuple[str, bytes]]:
    """Title and PDF of each annex; most acts have none."""
    random = Random(f"annexes/{act.seed}")  # noqa: S311 - a town to look at, no secret
    if random.randrange(ANNEXED):
        return
    for title, head, rows in random.sample(texts.council.annexes, random.choice((1, 1, 2))):
        figures = [(row, *(number(random.randint(4, 900) * 10) for _ in head[1:])) for row in rows]
        yield title, papers.table(f"{title} - {act.object}"[:150], head, figures, session.held_on)
