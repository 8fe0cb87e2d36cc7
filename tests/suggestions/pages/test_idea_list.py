from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.french import day_of
from core.people.models import Agent
from suggestions.comments import actions as comments
from suggestions.merging import actions
from suggestions.models import Follow
from suggestions.states import State
from tests.factories import DirectionFactory, member
from tests.suggestions.factories import IdeaFactory, idea_in

pytestmark = pytest.mark.django_db
URL = reverse("suggestions:idea_list")


def test_each_sees_what_is_theirs(author, moderator, outsider, signed_in):
    idea_in(State.UNDER_STUDY, title="publique")
    IdeaFactory.create(title="à moi, reçue", author=author)
    idea_in(State.SET_ASIDE, title="écartée")
    sights = {outsider: {"publique"}, author: {"publique", "à moi, reçue"}}
    sights[moderator] = {"publique", "à moi, reçue", "écartée"}
    for agent, seen in sights.items():
        assert {idea.title for idea in signed_in(agent).get(URL).context["page"]} == seen


def test_orders(author, outsider, colleague, signed_in):
    now = timezone.now()
    waiting = idea_in(State.UNDER_STUDY, title="attend", received_at=now - timedelta(days=9))
    longer = idea_in(State.UNDER_STUDY, title="attend depuis longtemps", received_at=now - timedelta(days=40))
    idea_in(State.DONE, title="faite", received_at=now - timedelta(days=90))
    absorbed = idea_in(State.UNDER_STUDY, title="réunie", received_at=now)
    comments.support(waiting, by=outsider)
    comments.support(waiting, by=colleague)
    comments.support(absorbed, by=outsider)
    actions.merge(longer, absorbed, by=member())
    client = signed_in(author)

    def listed(order: str) -> list[str]:
        return [idea.title for idea in client.get(URL, {"order": order}).context["page"]]

    assert listed("") == ["attend", "attend depuis longtemps", "faite"]
    assert listed("supported") == ["attend", "attend depuis longtemps", "faite"]
    comments.support(longer, by=colleague)
    comments.support(longer, by=member())
    assert listed("supported") == ["attend depuis longtemps", "attend", "faite"]
    assert listed("waiting") == ["attend depuis longtemps", "attend", "faite"]
    assert listed("nothing known") == listed("")


def test_two_lines_say_what_it_is_about(outsider, signed_in):
    idea_in(State.UNDER_STUDY, problem="Il faut <signer> trois fois. " + "Encore. " * 60)
    page = signed_in(outsider).get(URL).text
    assert '<p class="excerpt">Il faut &lt;signer&gt; trois fois.' in page
    assert page.count("Encore.") < 40


def test_filters(author, signed_in):
    parks = DirectionFactory.create(name="Parcs")
    idea_in(State.DONE, title="faite", direction=parks)
    long_ago = timezone.now() - timedelta(days=400)
    idea_in(State.DECLINED, title="ancienne", received_at=long_ago)
    IdeaFactory.create(title="mienne", author=author)
    client = signed_in(author)

    def seen(**query: str | int) -> set[str]:
        response = client.get(URL, query)
        assert "n’existe pas" not in response.text
        return {idea.title for idea in response.context["page"]}

    assert seen() == {"faite", "ancienne", "mienne"}
    assert seen(state="done") == {"faite"}
    assert seen(direction=parks.pk) == {"faite"}
    assert seen(year=day_of(long_ago).year) == {"ancienne"}
    assert seen(whose="mine") == {"mienne"}
    assert seen(state="declined", direction=parks.pk) == set()


def test_by_words_by_number_and_by_whose(author, outsider, moderator, signed_in):
    followed = idea_in(State.UNDER_STUDY, title="Un parapheur électronique", value="speed")
    typed = idea_in(State.DONE, title="Des gants", entered_by=outsider, contact="spoken")
    kept = idea_in(State.UNDER_STUDY, title="La gardée")
    merged = idea_in(State.UNDER_STUDY, title="Moins d’agrafes", author=author)
    actions.merge(kept, merged, by=moderator)
    for idea in (followed, merged):
        Follow.objects.create(idea=idea, agent=outsider)

    def seen(agent: Agent, **query: str) -> set[str]:
        return {idea.title for idea in signed_in(agent).get(URL, query).context["page"]}

    assert seen(outsider, words="PARAPHEURS electronique") == {"Un parapheur électronique"}
    assert seen(outsider, words="agrafe") == {"La gardée"}
    assert seen(outsider, words=merged.label) == {"La gardée"}
    assert seen(outsider, words=typed.label.lower()) == {"Des gants"}
    assert seen(outsider, words="zzz le") == set()
    assert seen(outsider, whose="followed") == {"Un parapheur électronique", "La gardée"}
    assert seen(outsider, whose="entered") == {"Des gants"}
    assert seen(author, whose="mine") == {"La gardée"}
    assert seen(author, value="speed") == {"Un parapheur électronique"}
