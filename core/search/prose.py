import html
import re

TAG = re.compile(r"<[^>]*>")
SPACES = re.compile(r"\s+")


def text_of(prose: str) -> str:
    """The words of sanitised rich text, on one line: a tag parts two words, an entity is its character."""
    return SPACES.sub(" ", html.unescape(TAG.sub(" ", prose))).strip()
