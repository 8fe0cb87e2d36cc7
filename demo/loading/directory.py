"""Who is who: the heads, the cards, and one photo, drawn."""

from collections.abc import Iterable
from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from core.documents.actions import store_bytes
from core.history.context import action_context
from core.people.models import Agent, Direction
from core.search import index
from demo.records.town import Colleague
from demo.texts import people as texts
from directory.models import Card

ACTION_NAME = "a préparé la ville de démonstration"
PHOTO_SIDE = 320  # pixels


def load_small_part(people: dict[str, Agent], units: dict[str, Direction]) -> None:
    owner = people[texts.PHOTO]
    photo = store_bytes(drawn_initials(owner), name="photo.jpg", by=owner, read_text=False)
    with action_context(ACTION_NAME):
        for code, identifiant in heads().items():
            units[code].head = people[identifiant]
        Direction.objects.bulk_update(units.values(), ["head"])
        rows = Card.objects.bulk_create(
            Card(agent=people[card.identifiant], duties=card.duties, office=card.office)
            for card in texts.CARDS
        )
        shown = next(row for row in rows if row.agent_id == owner.pk)
        shown.photo, shown.photo_consented_at = photo, timezone.now() - timedelta(minutes=5)
        shown.save(update_fields=["photo", "photo_consented_at"])


def heads() -> dict[str, str]:
    """By the code of the unit: the named head, or the first agent whose function is a head's."""
    found = dict(texts.HEADS)
    for titles in texts.HEAD_TITLES:
        for agent in texts.AGENTS:
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
    colleagues: Iterable[tuple[int, Colleague]], units: dict[str, Direction], password: str
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
    with action_context(ACTION_NAME):
        rows = Agent.objects.bulk_create(
            Agent(
                identifiant=colleague.agent.identifiant,
                first_name=colleague.agent.first_name,
                last_name=colleague.agent.last_name,
                direction=units[colleague.agent.direction],
                category=colleague.agent.category,
                function=colleague.agent.function,
                personnel_number=colleague.agent.personnel_number,
                email=colleague.agent.email,
                phone=f"04 00 00 {rank // 100 + 30:02} {rank % 100:02}"
                if colleague.agent.has_workstation
                else "",
                has_workstation=colleague.agent.has_workstation,
                password=password,
            )
            for rank, colleague in new
        )
        Card.objects.bulk_create(
            Card(agent=row, duties=colleague.duties)
            for row, (_, colleague) in zip(rows, new, strict=True)
            if colleague.duties
        )
        index.refresh(rows)
    return rows


def taken_already(colleagues: list[Colleague]) -> set[str | None]:
    """Identifiants, personnel numbers and addresses that a visitor gave meanwhile."""
    found: set[str | None] = set()
    people = [colleague.agent for colleague in colleagues]
    found.update(
        Agent.objects.filter(identifiant__in=[agent.identifiant for agent in people]).values_list(
            "identifiant", flat=True
        )
    )
    found.update(
        Agent.objects.filter(personnel_number__in=[agent.personnel_number for agent in people]).values_list(
            "personnel_number", flat=True
        )
    )
    emails = [agent.email for agent in people if agent.email]
    found.update(Agent.objects.filter(email__in=emails).values_list("email", flat=True))
    return found
