from io import BytesIO
from typing import Any

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.documents.actions import stage
from core.documents.fields import streamed
from core.documents.models import Upload
from core.people.models import Agent, Direction
from directory import cards
from directory.models import Card, Correction
from tests.factories import AgentFactory


def unit(name: str, kind: str, parent: Direction | None = None) -> Direction:
    return Direction.objects.create(name=name, kind=kind, parent=parent)


def under_one_root(units: dict[str, Direction]) -> None:
    """Bring the directions of other trees, such as that of `DirectionFactory`, under this general direction."""
    others = Direction.objects.filter(parent=None).exclude(pk=units["top"].pk)
    Direction.objects.filter(parent__in=others).update(parent=units["top"])
    others.delete()


def give_head(direction: Direction, agent: Agent, *, is_interim: bool = False) -> None:
    direction.head, direction.is_interim = agent, is_interim
    direction.save(update_fields=["head", "is_interim"])


class CardFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Card

    agent = factory.SubFactory(AgentFactory)
    duties = "Les prêts entre bibliothèques."


class CorrectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Correction

    subject = factory.SubFactory(AgentFactory)
    proposed_by = factory.SelfAttribute("subject")
    function = "chef de projet"


def a_photo(width: int = 800, height: int = 600, kind: str = "JPEG", **options: Any) -> bytes:
    """A picture in two colours, with what is asked of its format."""
    image = Image.new("RGB", (width, height), "navy")
    image.paste("gold", (0, 0, width // 2, height))
    written = BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def a_file(data: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def with_photo(agent: Agent) -> Card:
    """As the agent would give it."""
    return cards.give_photo(agent, by=agent, upload=staged(agent), has_consent=True)


def staged(agent: Agent, data: bytes = b"", name: str = "photo.jpg") -> Upload:
    """A file that waits for the agent's form: a photo unless told otherwise."""
    with streamed(a_file(data or a_photo(), name)) as file:
        return stage(file, by=agent)


def a_sheet(
    *lines: str, header: str = "Matricule;Nom;Prénom;Direction;Service;Fonction;Courriel;Téléphone;Catégorie"
) -> bytes:
    return "\r\n".join([header, *lines, ""]).encode()
