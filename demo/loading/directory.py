"""Who is who: the heads, the cards, and one photo, drawn."""

from collections.abc import Iterable
from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from core.documents.actions import store_bytes
from core.people.models import Agent, Direction
from core.search import index
from demo import texts
from demo.data_files import Record, copied
from directory.models import Card

PHOTO_SIDE = 320  # pixels


def load_small_part(people: dict[str, Agent], units: dict[str, Direction]) -> None:
    owner = people[texts.people.photo]
    photo = store_bytes(drawn_initials(owner), name="photo.jpg", by=owner, read_text=False)
    for code, identifiant in heads().items():
        units[code].head = people[identifiant]
    Direction.objects.bulk_update(units.values(), ["head"])
    rows = Card.objects.bulk_create(
        Card(agent=people[card.identifiant], duties=card.duties, office=card.office)
        for card in texts.people.cards
    )
    shown = next(row for row in rows if row.agent_id == owner.pk)
    shown.photo, shown.photo_consented_at = photo, timezone.now() - timedelta(minutes=5)
    shown.save(update_fields=["photo", "photo_consented_at"])


def heads() -> dict[str, str]:
    """By the code of the unit: the named head, or the first agent whose function is a head's."""
    found = dict(texts.people.heads)
    for titles in texts.people.head_titles:
        for agent in texts.people.agents:
            if agent.function.startswith(titles):
                found.setdefault(agent.direction, agent.identifiant)
    return found


def drawn_initials(agent: Agent) -> bytes:
    """A drawn portrait: two letters on a disc."""
    image = Image.new("RGB", (PHOTO_SIDE, PHOTO_SIDE), "#e8eef6")
    draw = ImageDraw.Draw(image)
    draw.ellipse((20, 20, PHOTO_SIDE - 20, PHOTO_SIDE - 20), fill="#12355b")
    letters = agent.first_name[0] + agent.last_name[0]
    middle = PHOTO_SIDE / 2
    draw.text((middle, middle), letters, fill="#f5c518", anchor="mm", font=ImageFont.load_default(size=120))
    written = BytesIO()
    image.save(written, "JPEG", quality=85)
    return written.getvalue()


def load_colleagues(
    colleagues: Iterable[tuple[int, Record]], units: dict[str, Direction], password: str
) -> list[Agent]:
    """Agents of the large part with their cards; those whose name, number or address is taken are left out.

    Each comes with their rank, from 0, which gives their telephone.
    """
    wanted = list(colleagues)
    taken = taken_already([colleague for _, colleague in wanted])
    new = [
        (rank, colleague)
        for rank, colleague in wanted
        if not taken & {colleague.agent.identifiant, colleague.agent.personnel_number, colleague.agent.email}
    ]
    rows = Agent.objects.bulk_create(
        agent_row(colleague.agent, f"04 00 00 {rank // 100 + 30:02} {rank % 100:02}", units, password)
        for rank, colleague in new
    )
    Card.objects.bulk_create(
        Card(agent=row, duties=colleague.duties)
        for row, (_, colleague) in zip(rows, new, strict=True)
        if colleague.duties
    )
    index.refresh(rows)
    return rows


def agent_row(agent: Record, phone: str, units: dict[str, Direction], password: str) -> Agent:
    names = "identifiant first_name last_name category function personnel_number email has_workstation"
    return Agent(
        **copied(agent, names),
        direction=units[agent.direction],
        phone=phone if agent.has_workstation else "",
        password=password,
    )


def taken_already(colleagues: list[Record]) -> set[str | None]:
    """Return identifiants, personnel numbers and addresses that a visitor gave meanwhile."""
    found: set[str | None] = set()
    for name in ("identifiant", "personnel_number", "email"):
        wanted = {getattr(colleague.agent, name) for colleague in colleagues} - {None}
        found.update(Agent.objects.filter(**{f"{name}__in": wanted}).values_list(name, flat=True))
    return found
