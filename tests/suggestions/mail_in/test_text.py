"""The words of a mail, fitted to what they become."""

import pytest

from suggestions.mail_in import fitted, parted, subject_of, title_of


@pytest.mark.parametrize(
    ("subject", "left"),
    [
        ("Re: Un badge", "Un badge"),
        ("RE : Tr\u00a0: Un badge", "Un badge"),
        ("TR: RE: Fwd: Un badge", "Un badge"),
        ("Rép. : Un badge", "Un badge"),
        ("Re[2]: Un badge", "Un badge"),
        ("Réunion : un badge", "Réunion : un badge"),
        ("Retard\r\n des courriers", "Retard des courriers"),
        ("Re:", ""),
        ("  ", ""),
        ("Tramway: un badge", "Tramway: un badge"),
    ],
)
def test_what_mail_programs_put_before_a_subject_is_left_out(subject, left):
    assert subject_of(subject) == left


def test_a_title_is_never_empty_nor_too_long():
    assert title_of("Re: ", "Nadia") == ("Une idée de Nadia", False)
    title, is_longer = title_of("mot " * 60, "Nadia")
    assert is_longer
    assert title.endswith("mot…")
    assert len(title) <= 120
    assert len(title_of("x" * 300, "Nadia")[0]) <= 120
    assert title_of("x" * 120, "Nadia") == ("x" * 120, False)


def test_words_are_parted_where_a_paragraph_a_sentence_or_a_word_ends():
    assert parted("court", 10) == ("court", "")
    assert parted("aaaa aaaa\n\nbbbb bbbb bbbb", 18) == ("aaaa aaaa", "bbbb bbbb bbbb")
    assert parted("Une phrase. Une autre phrase.", 20) == ("Une phrase.", "Une autre phrase.")
    assert parted("un deux trois quatre", 15) == ("un deux trois", "quatre")
    assert parted("x" * 30, 10) == ("x" * 10, "x" * 20)


def test_what_is_cut_says_so_and_fits():
    text = "\n\n".join(f"Paragraphe {n} qui parle longtemps." for n in range(400))
    said, is_cut = fitted(text, 5000, "(La suite est ailleurs.)")
    assert is_cut
    assert len(said) <= 5000
    assert said.endswith("longtemps.\n\n(La suite est ailleurs.)")
    assert fitted("  court ", 5000, "…") == ("court", False)
