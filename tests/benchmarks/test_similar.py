"""The pairs by which « idées proches » is measured, and a floor under what it finds of them."""

import pytest
from django.db import connection

from benchmarks.people import reader
from benchmarks.suggestions_similar import Words, fill_quality, measured_quality, pairs, read_ideas
from suggestions.similar import telling


def stems(words: Words) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tsvector_to_array(to_tsvector('public.french_plain', search_words(%s)))",
            [" ".join(telling(" ".join(words.typed.values())))],
        )
        return set(cursor.fetchone()[0])


def test_there_are_sixty_pairs_and_two_hundred_others() -> None:
    counts = {part: len(ideas) for part, ideas in read_ideas().items()}
    assert counts == {"proches": 2 * 40, "sans mot commun": 2 * 20, "autres": 200}
    everything = [words.title for ideas in read_ideas().values() for words in ideas]
    assert len({*everything}) == len(everything)


@pytest.mark.django_db
def test_twenty_pairs_share_no_stem_and_forty_do() -> None:
    parts = read_ideas()
    assert [one.title for one, other in pairs(parts["sans mot commun"]) if stems(one) & stems(other)] == []
    assert [one.title for one, other in pairs(parts["proches"]) if not stems(one) & stems(other)] == []


@pytest.mark.django_db
def test_most_paraphrases_are_found_and_few_strangers() -> None:
    fill_quality()
    quality = measured_quality(reader())
    assert quality.recall >= 0.8
    assert quality.false_beside_pairs < 1
    assert quality.disturbed < quality.alone / 3
