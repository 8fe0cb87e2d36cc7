"""« Mes données »: one's own, whole, and nobody else's."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.operations.personal_data import PARTS, Part, all_of
from core.people.models import Agent, SignIn
from directory.models import Card
from memos.models import Memo
from suggestions.models import Draft, Evaluation, Grid, Idea
from suggestions.states import Identity
from tests.memos.factories import written
from tests.rooms.factories import a_booking, a_room
from tests.suggestions.factories import IdeaFactory

pytestmark = pytest.mark.django_db
PAGE, FILE = reverse("my_data"), reverse("my_data_file")
# What opens something, what a group or an office says of a person.
NEVER = {
    "password", "key_hash", "code_hash", "token", "body", "html", "raw", "opinion", "answer", "hidden_reason",
}  # fmt: skip


def fill(agent: Agent, word: str, times: int = 1) -> None:
    room = a_room()
    for number in range(times):
        a_booking(room, agent, title=f"{word} salle", state="cancelled", cancelled_at=timezone.now())
        IdeaFactory.create(author=agent, identity=Identity.HIDDEN, title=f"{word} idée {number}")
        Notification.objects.create(recipient=agent, kind="x", title=f"{word} notification")
        SignIn.objects.create(agent=agent, means="password", outcome="opened", address="192.0.2.7")
        OutgoingMail.objects.create(
            kind="x", agent=agent, address="a@b.example", subject=f"{word} mail", body="Secret"
        )
        written(agent, subject=f"{word} note")


@pytest.fixture
def two(author: Agent, outsider: Agent) -> tuple[Agent, Agent]:
    for agent, word in ((author, "Mimosa"), (outsider, "Quetzal")):
        Card.objects.create(agent=agent, duties=f"{word} missions")
        Draft.objects.create(agent=agent, identity=Identity.HIDDEN, data={"title": f"{word} brouillon"})
        fill(agent, word)
    return author, outsider


def test_it_holds_all_of_one_s_own_and_nothing_of_another(two, signed_in):
    author, outsider = two
    response = signed_in(author).get(FILE, {"agent": outsider.reference, "pk": str(outsider.pk)})
    given = response.json()
    assert given["Mon compte"][0]["identifiant"] == author.identifiant
    assert given["Mes réservations de salles"][0]["état"] == "Annulée"
    assert given["Mes connexions"][-1]["depuis l’adresse"]
    for word in ("salle", "idée", "notification", "mail", "note", "missions", "brouillon"):
        assert f"Mimosa {word}" in response.text, word
    for word in ("Quetzal", outsider.identifiant, outsider.last_name, "Secret"):
        assert word not in response.text
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in response.headers["Cache-Control"]
    page = signed_in(author).get(PAGE).text
    assert [title for title in (*all_of(author), FILE) if title not in page] == []


def test_what_others_say_of_one_stays_with_them(two, signed_in):
    author, other = two
    Memo.objects.filter(pk=written(other, subject="Avertissement").pk).update(person=author)
    idea = Idea.objects.filter(author=author).get()
    grid = Grid.objects.get()
    Evaluation.objects.create(idea=idea, seat=other, made_by=other, grid=grid, comment="Sans intérêt")
    text = signed_in(author).get(FILE).text
    assert "Avertissement" not in text
    assert "Sans intérêt" not in text


def test_no_part_names_what_opens_something_or_what_is_kept_from_its_subject(author):
    for part in PARTS.values():
        assert not {lookup.split("__")[-1] for lookup in part.fields.values()} & NEVER, part.title
        assert part.names
        _assert_own(part, author)


def _assert_own(part: Part, author: Agent) -> None:
    """Of a stranger to every table, nothing is given: rows are found by their owner."""
    nobody = Agent(pk=0)
    if part.title != "Mes rôles":
        assert not part.rows(nobody).exists(), part.title
    rows = part.rows(author)
    for lookup in part.fields.values() - rows.query.annotations.keys():
        assert rows.model._meta.get_field(lookup.split("__")[0]), part.title
