"""A few of the fuzzer's messages; `python -m tests.mail.parsing.fuzz 10000` reads many more."""

from hypothesis import given, settings

from tests.mail.parsing import fuzz

few = settings(fuzz.FREELY, max_examples=40)


@few
@given(fuzz.messages())
def test_trees(octets):
    fuzz.check(octets)


@few
@given(fuzz.turned())
def test_the_corpus_turned(octets):
    fuzz.check(octets)
