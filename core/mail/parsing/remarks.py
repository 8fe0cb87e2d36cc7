"""Remarks on a message: sentences in French, each once."""

from collections.abc import Iterator

from core.mail.parsing import cleaning, limits


class Remarks:
    def __init__(self) -> None:
        self._said: dict[str, None] = {}

    def add(self, sentence: str) -> None:
        if len(self._said) < limits.REMARKS:
            self._said.setdefault(sentence)

    def __iter__(self) -> Iterator[str]:
        return iter(self._said)


def quoted(words: str) -> str:
    """Between French quotation marks, short."""
    return f"«\u00a0{cleaning.clean_line(words, 60)}\u00a0»"


TOO_MUCH_TEXT = "Texte trop long\u00a0: la fin n’est pas montrée."
TOO_DEEP = "Trop de parties emboîtées."
TOO_MANY_PARTS = "Trop de parties."
TOO_MANY_HEADERS = "Trop d’en-têtes."
HEADERS_TOO_LONG = "En-têtes trop longs."
