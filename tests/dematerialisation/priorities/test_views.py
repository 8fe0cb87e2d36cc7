"""The pages of wishes and priorities: their rights, and the way from an answer to an action and back."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.people.models import Agent
from core.search.links import add_link
from core.search.models import Entry
from dematerialisation.models import Action, Answer, Interview, Priority, Wish
from suggestions.states import State
from tests.dematerialisation.factories import (
    ActionFactory,
    InterviewFactory,
    PriorityFactory,
    WishFactory,
    question_of,
)
from tests.factories import AgentFactory, DirectionFactory
from tests.suggestions.factories import idea_in

pytestmark = pytest.mark.django_db
WISH = {"sentence": "Ne plus retaper."}


def shown(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.text


def an_answer(text: str) -> Answer:
    interview = InterviewFactory.create()
    question, by = question_of(interview, "text"), AgentFactory.create()
    return Answer.objects.create(interview=interview, question=question, text=text, answered_by=by)


def test_from_an_answer_to_an_action_and_back(signed_in, moderator, outsider):
    answer = an_answer("Nous retapons tout. Trois fois par jour, et le vendredi aussi.")
    client, direction = signed_in(moderator), answer.interview.direction
    asked = {"entretien": answer.interview.reference, "question": answer.question.reference}
    url = reverse("admin:dematerialisation_wish_add", query=asked)
    initial = client.get(url).context["adminform"].form.initial
    # Agents read a wish with its direction: what was said of the problem stays in the interview.
    assert initial["sentence"] == "Nous retapons tout."
    assert client.post(url, {**WISH, "direction": direction.pk, "priority": ""}).status_code == 302
    wish = Wish.objects.get()
    assert wish.answer == answer
    posted = {
        "name": "Saisir une fois",
        "discussion": "agreed",
        "effort": "weeks",
        "values": ["simplicity", "sharing"],
        "wishes": [wish.reference],
    }
    response = client.post(reverse("admin:dematerialisation_priority_add"), posted)
    priority = Priority.objects.get()
    assert response["Location"] == priority.get_absolute_url()
    # Beside the answer, so that nobody makes it twice.
    for state in ({"state": "to_plan", "done_on": None}, {"state": "done", "done_on": timezone.localdate()}):
        Interview.objects.update(**state)
        page = shown(client, answer.interview.get_absolute_url())
        for words in (reverse("admin:dematerialisation_wish_change", args=[wish.pk]), "Souhait\u00a0: "):
            assert words in page
        assert "En faire un autre souhait" in page
    page = shown(client, priority.get_absolute_url())
    assert "Ne plus retaper." in page
    assert "simplification et partage" in page
    create = reverse("priority_action_create", args=[priority.reference])
    form = client.get(create).context["form"]
    assert form["title"].value() == "Saisir une fois"
    assert str(direction) in form["what_was_decided"].value()
    client.post(create, {"title": "Une seule fiche", "what_was_decided": "Essayer à l’accueil."})
    # The way back, for the direction that asked.
    page = shown(signed_in(outsider), Action.objects.get().get_absolute_url())
    for words in ("Ne plus retaper.", str(direction), priority.get_absolute_url()):
        assert words in page
    page = shown(signed_in(outsider), reverse("wish_list", query={"direction": direction.pk}))
    assert "Une seule fiche" in page


def test_an_address_that_names_no_answer_opens_an_empty_form(signed_in, moderator):
    for entretien in ("", "jamais", "nul\x00"):
        url = reverse("admin:dematerialisation_wish_add", query={"entretien": entretien, "question": "x"})
        assert signed_in(moderator).get(url).context["adminform"].form.initial == {}


def test_a_wish_of_another_direction_keeps_no_answer(signed_in, moderator):
    answer = an_answer("Nous retapons tout.")
    asked = {"entretien": answer.interview.reference, "question": answer.question.reference}
    other = DirectionFactory.create(kind="direction")
    url = reverse("admin:dematerialisation_wish_add", query=asked)
    assert signed_in(moderator).post(url, {**WISH, "direction": other.pk, "priority": ""}).status_code == 302
    assert Wish.objects.get().answer is None


def test_a_priority_lets_go_of_a_wish(signed_in, moderator):
    priority = PriorityFactory.create()
    kept, gone = WishFactory.create_batch(2, priority=priority)
    of_another = WishFactory.create(priority=PriorityFactory.create())
    url = reverse("admin:dematerialisation_priority_change", args=[priority.pk])
    posted = {"name": "Autre nom", "discussion": "to_discuss", "effort": "", "wishes": [kept.reference]}
    client = signed_in(moderator)
    # The stamp is of the wishes too.
    posted["shown_stamp"] = client.get(url).context["shown_stamp"]
    assert client.post(url, posted).status_code == 302
    assert set(priority.wishes.all()) == {kept}
    assert Wish.objects.get(pk=gone.pk).priority is None
    # Another priority's wishes are not offered.
    posted["shown_stamp"] = client.get(url).context["shown_stamp"]
    assert client.post(url, {**posted, "wishes": [of_another.reference]}).status_code == 200
    assert Wish.objects.get(pk=of_another.pk).priority == of_another.priority


def test_its_buttons_move_a_priority(signed_in, moderator, outsider):
    first, second = PriorityFactory.create(rank=1), PriorityFactory.create(rank=2)
    client, url = signed_in(moderator), reverse("priority_move", args=[second.reference])
    page = shown(client, reverse("priority_list"))
    assert page.count('name="sens" value="haut"') == page.count('name="sens" value="bas"') == 1
    for way, order in (("haut", [second, first]), ("bas", [first, second])):
        assert client.post(url, {"sens": way}).status_code == 302
        assert list(Priority.objects.for_list()) == order
    assert url not in shown(signed_in(outsider), reverse("priority_list"))


def test_filters(signed_in, outsider):
    priority, empty = PriorityFactory.create(), PriorityFactory.create()
    priority.actions.add(ActionFactory.create(), ActionFactory.create())
    WishFactory.create(sentence="Seul")
    WishFactory.create(sentence="Réuni", priority=empty)
    WishFactory.create(sentence="Exaucé", priority=priority)
    client = signed_in(outsider)
    for fate, expected in (
        ("", {"Seul", "Réuni", "Exaucé"}),
        ("alone", {"Seul"}),
        ("grouped", {"Réuni", "Exaucé"}),
        ("answered", {"Exaucé"}),
    ):
        page = client.get(reverse("wish_list", query={"fate": fate})).context["page"]
        assert [wish.sentence for wish in page if wish.sentence in expected] == [w.sentence for w in page]
        assert {wish.sentence for wish in page} == expected


def tie(one: Any, other: Any, *, by: Agent) -> None:
    ends = (Entry.objects.get(page=None, url=each.get_absolute_url()) for each in (one, other))
    add_link(*ends, by=by)


def test_an_action_shows_the_ideas_tied_to_its_priorities(signed_in, moderator, outsider):
    action, first, second = ActionFactory.create(), PriorityFactory.create(), PriorityFactory.create()
    seen, secret, answered = (idea_in(State.UNDER_STUDY) for _ in range(3))
    for priority in (first, second):
        priority.actions.add(action)
        for each in (seen, secret, answered):
            tie(priority, each, by=moderator)
    action.ideas.add(answered)
    Entry.objects.filter(object_id=secret.pk, kind="suggestions.idea").update(readers=[])
    response = signed_in(outsider).get(action.get_absolute_url())
    assert [link.title for link in response.context["tied_ideas"]] == [seen.title]
    assert "Les idées de la priorité qu’elle sert" in response.text
