"""Unfolds paragraphs of format=flowed (RFC 3676)."""

import re

QUOTES = re.compile(r"^>+")


def unfold(text: str, *, delete_space: bool = False) -> str:
    """Unfold `format=flowed`: lines that end in a space go on with the next one of the same quotation."""
    kept: list[tuple[int, list[str]]] = []
    going_on = False
    for line in text.replace("\r\n", "\n").split("\n"):
        found = QUOTES.match(line)
        depth = len(found[0]) if found else 0
        words = line[depth:].removeprefix(" ")
        is_signature = words == "-- "
        flows = words.endswith(" ") and not is_signature
        if flows and delete_space:
            words = words[:-1]
        if going_on and kept[-1][0] == depth and not is_signature:
            kept[-1][1].append(words)
        else:
            kept.append((depth, [words]))
        going_on = flows
    return "\n".join((">" * depth + " " if depth else "") + "".join(pieces) for depth, pieces in kept)
