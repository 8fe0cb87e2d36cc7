"""The council: its members once, its sessions one by one, each whole or not at all."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.utils import timezone

from core.documents.actions import store_bytes
from core.documents.models import Document
from core.people.models import Agent
from core.search import index
from deliberations.locking import free_slug
from deliberations.models import (
    Annex,
    Councillor,
    CouncilSession,
    Deliberation,
    Mandate,
    Matter,
    NumberSeries,
)
from deliberations.models.sessions import slug_of, unnumbered_slug
from demo.data_files import copied
from demo.dates import at
from demo.generators import council, councillors, deliberations
from demo.keys import key_of, keys

PLACE = "Salle du conseil, hôtel de ville"
# Invented: no such département, no such town.
PREFECTURE, SIREN = "PREF099", "219909991"


def load_small_part(people: dict[str, Agent], anchor: date) -> None:
    """The councillors, two published sessions, the one that `conseil` prepares, and the numbers already given."""
    load_councillors(anchor)
    keep_numbers(council.calendar(anchor))
    for session in council.small_part(anchor):
        load_session(session, anchor, by=people["conseil"])


def load_councillors(anchor: date) -> None:
    rows = Councillor.objects.bulk_create(
        Councillor(**copied(entry, "title first_name last_name")) for entry in councillors.COUNCILLORS
    )
    known = {str(row): row for row in rows}
    names = "function delegation starts_on ends_on"
    Mandate.objects.bulk_create(
        Mandate(councillor=known[found.councillor.name], **copied(found, names))
        for found in councillors.mandates(anchor)
    )


def keep_numbers(sessions: Iterable[council.Session]) -> None:
    """The numbers of the sessions that are yet to come into the database are taken: a visitor's come after."""
    last: Counter[tuple[int, str]] = Counter()
    for session in sessions:
        if not session.is_draft:
            last[session.held_on.year, session.kind] += session.count
    NumberSeries.objects.bulk_create(
        (NumberSeries(year=year, kind=kind, last=count) for (year, kind), count in last.items()),
        ignore_conflicts=True,
    )


def load_session(session: council.Session, anchor: date, *, by: Agent) -> int:
    """A session with its deliberations and their files; how many there are."""
    sitting = councillors.in_office(councillors.mandates(anchor), session.held_on)
    acts = council.acts(session)
    decided_at = at(session.held_on, "18:30") if not session.is_draft else None
    texts = [
        store_bytes(
            deliberations.text(session, act, sitting),
            name=f"{act.number or f'{session.key} projet {position}'}.pdf",
            at=decided_at,
            by=by,
        )
        for position, act in enumerate(acts, start=1)
    ]
    annexes = [
        [
            (title, store_bytes(data, name=f"{title}.pdf", at=decided_at, by=by))
            for title, data in deliberations.annexes(session, act)
        ]
        for act in acts
    ]
    # Nobody for one whom a visitor has renamed since.
    people = {str(person): person for person in Councillor.objects.all()}
    speakers = [people.get(deliberations.rapporteur(act, sitting).councillor.name) for act in acts]
    files = zip(acts, texts, speakers, strict=True)
    rows = Deliberation.objects.bulk_create(deliberation_rows(session, session_row(session, by), files))
    Annex.objects.bulk_create(
        Annex(deliberation=deliberation, document=document, title=title, position=position)
        for deliberation, found in zip(rows, annexes, strict=True)
        for position, (title, document) in enumerate(found, start=1)
    )
    index.refresh(rows)
    return len(rows)


def session_row(session: council.Session, by: Agent) -> CouncilSession:
    published_at = None
    if not session.is_draft:
        published_at = min(at(session.held_on + timedelta(days=4), "10:00"), timezone.now())
    return CouncilSession.objects.create(
        **keys("session", session.key),
        **copied(session, "held_on kind"),
        place=PLACE,
        slug=free_slug(session.held_on),
        state=CouncilSession.State.PUBLISHED if published_at else CouncilSession.State.DRAFT,
        published_at=published_at,
        first_published_at=published_at,
        created_at=min(at(session.held_on - timedelta(days=30), "09:00"), timezone.now()),
        created_by=by,
    )


def deliberation_rows(
    session: council.Session,
    row: CouncilSession,
    files: Iterable[tuple[council.Act, Document, Councillor | None]],
) -> Iterator[Deliberation]:
    matters = {matter.code: matter for matter in Matter.objects.current()}
    day = session.held_on
    for position, (act, text, rapporteur) in enumerate(files, start=1):
        is_budget = act.subject.code == "7.1"
        sent = act.result is not None and act.result not in ("adjourned", "withdrawn")
        # « Budget annexe du port\u00a0: … » is of that budget; anything else, of the main one.
        is_apart = act.object.startswith("Budget annexe")
        budget_name = act.object.split("\u00a0:")[0] if is_apart else "Budget principal"
        yield Deliberation(
            submission_key=key_of("deliberation", act.seed),
            session=row,
            # A trigger writes them again; the search reads these.
            year=row.year,
            session_kind=row.kind,
            **copied(act, "number object"),
            slug=slug_of(act.number) if act.number else unnumbered_slug(),
            position=position,
            adopted_on=day,
            matter=matters.get(act.subject.code),
            rapporteur=rapporteur,
            result=act.result or Deliberation.Result.PENDING,
            **(vars(act.votes) if act.votes else {}),
            budget_year=str(day.year) if is_budget else "",
            budget_name=budget_name if is_budget else "",
            text=text,
            prefecture=PREFECTURE if sent else "",
            acknowledgement=f"099-{SIREN}-{day:%Y%m%d}-{act.number}-DE" if sent else "",
            acknowledged_on=day + timedelta(days=1 + position % 5) if sent else None,
        )
