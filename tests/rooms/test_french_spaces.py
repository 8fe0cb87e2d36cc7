"""No line breaks before « : », « ; », « ? », « ! », nor inside guillemets: the space there is one that holds."""

import re
from pathlib import Path

from django.conf import settings

# Comments, tags of templates and of HTML are not read by people.
NOT_WORDS = re.compile(r"{#.*?#}|{%.*?%}|<[^>]*>", re.DOTALL)
BREAKS = re.compile(r" [:;?!»](?=[\s,.)]|$)|« ")


def test_pages_of_the_rooms_hold_their_signs():
    wrong = [
        f"{path.name}: {words.strip()}"
        for folder in ("rooms", "admin/rooms")
        for path in sorted(Path(settings.BASE_DIR, "templates", folder).rglob("*.html"))
        for words in NOT_WORDS.split(path.read_text(encoding="utf-8"))
        if BREAKS.search(words)
    ]
    assert not wrong
