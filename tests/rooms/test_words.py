import pytest

from rooms.models.places import called


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Remparts", "salle Remparts"),
        ("Salle du Conseil", "salle du Conseil"),
        ("salle 3", "salle 3"),
        ("Salle", "salle Salle"),
        ("Sallette", "salle Sallette"),
    ],
)
def test_a_room_in_a_sentence(name, words):
    assert called(name) == words
