"""Whatever arrives is accounted for: each message of the corpus, whole or damaged, has its fate."""

import random
from collections import Counter
from pathlib import Path

import pytest

from core.mail.inbound import read
from core.mail.models import IncomingMail, OutgoingMail, Reason, State
from tests.mail.sample_rubric import ADDRESS, PASSED, kept

pytestmark = pytest.mark.django_db
CORPUS = sorted((Path(__file__).resolve().parents[1] / "corpus").glob("*.eml"))
DAMAGED = 60
# Ours stands above theirs, as a server writes it: they are then for the rubric.
HEAD = f"Delivered-To: {ADDRESS}\nAuthentication-Results: {PASSED}\n".encode()


def damaged(raw: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, a piece cut out or said twice."""
    bytes_ = bytearray(raw)
    for _ in range(chance.randrange(1, 8)):
        bytes_[chance.randrange(len(bytes_))] = chance.randrange(256)
    start = chance.randrange(len(bytes_))
    piece = bytes_[start : start + chance.randrange(400)]
    return bytes(bytes_[:start] + (piece * chance.choice([0, 1, 2])) + bytes_[start + len(piece) :])


def test_nothing_is_left_without_a_fate(rubric, nadia):
    chance = random.Random(6)
    for path in CORPUS:
        kept(HEAD + path.read_bytes(), source=path.name)
    for number in range(DAMAGED):
        path = chance.choice(CORPUS)
        kept(HEAD + damaged(path.read_bytes(), chance), source=f"{path.name} {number}")
    while read.read_waiting(most=1000, seconds=120):
        pass
    fates = Counter(IncomingMail.objects.values_list("state", flat=True))
    assert fates[State.RECEIVED] == 0
    assert sum(fates.values()) == len(CORPUS) + DAMAGED
    errors = IncomingMail.objects.filter(reason=Reason.ERROR)
    assert not list(errors.values_list("source", "error"))
    # Machines were heard as such, and none of them was answered.
    assert fates[State.AUTOMATIC] > 5
    assert not OutgoingMail.objects.filter(address__in=automatic()).exists()


def automatic() -> list[str]:
    machines = IncomingMail.objects.filter(state=State.AUTOMATIC).values_list("sender_address", flat=True)
    persons = IncomingMail.objects.exclude(state=State.AUTOMATIC).values_list("sender_address", flat=True)
    return sorted({*machines} - {*persons})
