"""What the measured words are made of."""

from collections import Counter

from benchmarks.corpus import NAMES, Corpus, name, zipf


def pages(seed: int, count: int) -> list[str]:
    return list(Corpus(seed).pages("2026_06_001", "jeudi 25 juin 2026", count))


def test_the_same_seed_gives_the_same_pages() -> None:
    assert pages(1, 20) == pages(1, 20)
    assert pages(1, 20) != pages(2, 20)


def test_each_rank_has_a_name_of_its_own() -> None:
    assert len({name(rank) for rank in range(NAMES)}) == NAMES


def test_words_are_skewed() -> None:
    """Some in every page, and half of the vocabulary in one page of a hundred at most."""
    texts = pages(3, 1000)
    held = Counter(word for text in texts for word in {*text.split()})
    assert held["Délibération"] == len(texts)
    assert sum(held[word] <= len(texts) / 100 for word in held) > len(held) / 2
    assert 150 < sum(len(text.split()) for text in texts) / len(texts) < 250


def test_the_first_is_drawn_n_times_more_often_than_the_nth() -> None:
    weights = zipf(4)
    assert [round(after - before, 6) for before, after in zip([0, *weights], weights, strict=False)] == [
        1,
        0.5,
        0.333333,
        0.25,
    ]


def test_a_page_is_filled_in_and_says_its_number() -> None:
    for text in (*pages(4, 50), *(Corpus(4).object() for _ in range(50))):
        assert "{" not in text
    assert all("2026_06_001" in text for text in pages(4, 50))
