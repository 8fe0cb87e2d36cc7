"""The mails that are measured: as agents write them, each another, and the time of the slowest."""

from email import message_from_bytes, policy

import pytest

from benchmarks.mail_messages import ADDRESS, LARGE_FILES, mark, messages
from benchmarks.measure import percentile


def test_each_is_another_mail_of_the_sizes_that_were_said():
    made = list(messages(LARGE_FILES, series="essai"))
    read = [message_from_bytes(mail, policy=policy.default) for mail in made]
    assert all(mail["Subject"].startswith(mark("essai", number)) for number, mail in enumerate(read))
    assert len({mail["Message-ID"] for mail in read}) == LARGE_FILES
    assert {mail["To"] for mail in read} == {ADDRESS}
    plain = sorted(len(raw) for raw, mail in zip(made, read, strict=True) if not any(mail.iter_attachments()))
    assert plain[0] < 5_000 < plain[len(plain) // 2] < plain[-1] < 40_000
    assert 500_000 < max(map(len, made)) < 3_000_000


def test_the_same_at_each_call():
    bodies = [[mail.split(b"\r\n\r\n", 1)[1] for mail in messages(5, series="essai")] for _ in range(2)]
    assert [len(body) for body in bodies[0]] == [len(body) for body in bodies[1]]


@pytest.mark.parametrize(("count", "seen"), [(1, 0.0), (10, 9.0), (20, 18.0), (100, 94.0), (101, 95.0)])
def test_the_p95_leaves_one_in_twenty_above_it(count, seen):
    assert percentile([float(number) for number in reversed(range(count))], 0.95) == seen
