from rooms.models.places import called


def test_a_room_in_a_sentence():
    names = ["Remparts", "Salle du Conseil", "salle 3", "Salle", "Sallette"]
    words = ["salle Remparts", "salle du Conseil", "salle 3", "salle Salle", "salle Sallette"]
    assert [called(name) for name in names] == words
