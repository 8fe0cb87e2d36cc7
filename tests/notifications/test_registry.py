from collections.abc import Iterator

import pytest

from core.notifications import registry
from core.notifications.registry import GROUPS, KINDS, OTHER, Channel, NotificationKind, register
from core.people.models import Agent


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    kinds, groups = dict(KINDS), dict(GROUPS)
    yield
    KINDS.clear()
    GROUPS.clear()
    KINDS.update(kinds)
    GROUPS.update(groups)


def test_what_an_app_says_in_one_line():
    kind = NotificationKind("tests.simple", "Essais")
    register(kind)
    assert KINDS["tests.simple"] is kind
    assert (kind.group, kind.default, kind.is_offered, kind.to_whom) == (OTHER, Channel.AT_ONCE, True, None)


@pytest.mark.parametrize(
    ("code", "channel"),
    [("sans-application", Channel.SITE), ("suggestions.received", Channel.SITE), ("tests.a", "pigeon")],
)
def test_a_bad_or_repeated_kind_fails_at_start(code, channel):
    with pytest.raises(ValueError):
        register(NotificationKind(code, "Rien", default=channel))


def test_groups_stand_as_they_were_named_others_last_each_with_one_wording():
    registry.register_group("Premier", news="du premier")
    expected = ["Mes idées", "Premier", "Sans nom", OTHER]
    assert sorted([OTHER, "Sans nom", "Premier", "Mes idées"], key=registry.rank_of) == expected
    registry.register_group("Essais", news="de vos essais")
    registry.register_group("Essais", news="de vos essais")
    with pytest.raises(ValueError):
        registry.register_group("Essais", news="des essais")


@pytest.mark.django_db
def test_each_question_about_the_agent_is_asked_once(outsider):
    asked = []

    def asks(agent: Agent) -> bool:
        asked.append(agent)
        return False

    for number in range(3):
        register(NotificationKind(f"tests.asked{number}", "Demandé", group="Essais", to_whom=asks))
    assert "Essais" not in registry.offered_to(outsider)
    assert asked == [outsider]


def test_every_kind_of_the_house_has_a_group_that_a_subject_can_name():
    assert {kind.group for kind in registry.KINDS.values()} <= {*GROUPS, OTHER}
