"""A last name and a first name written in one cell."""

LAST_FIRST, FIRST_LAST = "last first", "first last"
TITLES = {"m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle"}


def split_whole_name(whole: str, order: str) -> tuple[str, str]:
    """« BENALI Nadia » and « Nadia BENALI » by the capitals, « Benali, Nadia » by the comma, two words by `order`.

    Two empty words where nothing says which is which.
    """
    last, comma, first = whole.partition(",")
    if comma:
        return (last.strip(), first.strip()) if last.strip() and first.strip() else ("", "")
    words = whole.split()
    if words and words[0].rstrip(".").lower() in TITLES:
        words = words[1:]
    in_capitals = [word.isupper() and len(word.strip(".'’-")) > 1 for word in words]
    count = sum(in_capitals)
    if 0 < count < len(words):
        # All together, at one end: « Nadia BENALI épouse ROUX » says nothing sure.
        if all(in_capitals[:count]):
            return " ".join(words[:count]), " ".join(words[count:])
        if all(in_capitals[-count:]):
            return " ".join(words[-count:]), " ".join(words[:-count])
        return "", ""
    if len(words) == 2 and order:
        first_word, second_word = words
        return (first_word, second_word) if order == LAST_FIRST else (second_word, first_word)
    return "", ""
