"""How much the address in From is worth: only what the town's own servers wrote above everybody else's word counts.

Authentication-Results as RFC 8601 writes them, with comments, versions and several results. No database.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from core.mail.models import Trust
from core.mail.parsing.parsed_message import ParsedMessage

# Beyond these a header is somebody's experiment.
LONGEST_HEADER = 20_000
MOST_RESULTS = 100
LOOPBACK = tuple(ipaddress.ip_network(network) for network in ("127.0.0.0/8", "::1/128", "fe80::/10"))
ATOM = re.compile(r'\s+|(?P<quoted>"(?:[^"\\]|\\.)*")|(?P<mark>[;=])|(?P<word>[^\s;="]+)')
# « from HELO (name [192.0.2.1]) by mx… »: HELO is what the client said of itself, the number what our server saw.
FROM_PART = re.compile(r"\s*from\s+(?P<helo>\S+)(?P<seen>.*)", re.IGNORECASE | re.DOTALL)
GROUP = re.compile(r"\(([^()]*)\)")
SAID = re.compile(r"\b(?:helo|ehlo)[\s=]+\S+", re.IGNORECASE)
NUMBER = re.compile(r"\[?(?:IPv6:)?([0-9A-Fa-f:.]{2,45}(?:%\w{1,20})?)\]?", re.IGNORECASE)
BRACKETED = re.compile(r"\[(?:IPv6:)?([0-9A-Fa-f:.]{2,45}(?:%\w{1,20})?)\]", re.IGNORECASE)
# From one program of a machine to another: no network between.
WITHIN = re.compile(r"\bwith\s+(?:lmtps?a?|local|mapi)\b", re.IGNORECASE)

type Network = ipaddress.IPv4Network | ipaddress.IPv6Network
type Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass
class Result:
    """« dkim=pass header.d=ville.example »; everything in lower case."""

    method: str
    result: str
    properties: dict[str, str] = field(default_factory=dict)


# What the header says


def without_comments(value: str) -> str:
    """Comments nest and hold no marks; a parenthesis within quotes is a letter, within a comment too.

    Servers put the envelope's sender in comments, as it was given: « "a) ; dkim=pass (" @… » must not end one.
    """
    kept: list[str] = []
    depth, is_quoted, is_escaped = 0, False, False
    for letter in value[:LONGEST_HEADER]:
        if is_escaped:
            is_escaped = False
        elif letter == "\\" and (depth or is_quoted):
            is_escaped = True
        elif letter == '"':
            is_quoted = not is_quoted
        elif letter == "(" and not is_quoted:
            depth += 1
            continue
        elif letter == ")" and depth and not is_quoted:
            depth -= 1
            if not depth:
                kept.append(" ")
            continue
        if not depth:
            kept.append(letter)
    return "".join(kept)


def parse_header(value: str) -> tuple[str, list[Result]]:
    """The authserv-id and the results; what has no sense is passed over, and never read as a pass."""
    said = without_comments(value).strip()
    head, *statements = _statements(said)
    # A version may follow the name: « mx.ville.example 1 ». Between quotes, which no server of ours needs, it is one
    # that the server which strikes forged ones out may not have known.
    has_name = (
        head and not said.startswith('"') and (len(head) == 1 or (len(head) == 2 and head[1].isdigit()))
    )
    if not has_name:
        return "", []
    results = [result for words in statements[:MOST_RESULTS] if (result := _result(words))]
    return head[0].lower(), results


def _statements(text: str) -> list[list[str]]:
    """Parted at semicolons that stand outside quotes; « "a b"@x.example » is one word."""
    statements: list[list[str]] = [[]]
    end_of_word = -1
    for atom in ATOM.finditer(text):
        if atom["mark"] == ";":
            statements.append([])
        elif atom["mark"]:
            statements[-1].append(atom[0])
        elif atom["quoted"] or atom["word"]:
            word = re.sub(r"\\(.)", r"\1", atom["quoted"][1:-1]) if atom["quoted"] else atom["word"]
            if atom.start() == end_of_word:
                statements[-1][-1] += word
            else:
                statements[-1].append(word)
            end_of_word = atom.end()
    return statements


def _result(words: list[str]) -> Result | None:
    """« dkim/1 = pass reason = … header.d = … »; spaces around « = », « . » and « / » mean nothing."""
    pairs = list(_pairs(words))
    if not pairs:
        return None
    (method, value), *properties = pairs
    result = Result(method.partition("/")[0], value)
    for name, given in properties:
        # Said twice, it is not said.
        result.properties[name] = "" if name in result.properties else given
    return result


def _pairs(words: list[str]) -> Iterator[tuple[str, str]]:
    start = 0
    for position, word in enumerate(words):
        if word == "=" and start < position < len(words) - 1:
            yield _name(words[start:position]).lower(), words[position + 1].lower()
            start = position + 2


def _name(words: list[str]) -> str:
    """The last one, with what a dot or a slash ties to it."""
    name = words[-1]
    for word in reversed(words[:-1]):
        if not (name.startswith((".", "/")) or word.endswith((".", "/"))):
            break
        name = word + name
    return name


# Whose word it is


def networks(words: Iterable[str]) -> list[Network]:
    """« 10.0.0.0/8 », « 192.0.2.7 »; what is no network is passed over (the settings' check says so)."""
    found: list[Network] = []
    for word in words:
        try:
            found.append(ipaddress.ip_network(word.strip(), strict=False))
        except ValueError:
            continue
    return found


def connected_from(received: str) -> Address | None:
    """The machine that handed it over, as the server that wrote this line saw it; None where it says no number."""
    line = FROM_PART.match(received[:LONGEST_HEADER])
    if line is None:
        return None
    seen = _before_by(line["seen"])
    for group in reversed(GROUP.findall(seen)):
        without_helo = SAID.sub("", group).strip()
        number = NUMBER.fullmatch(without_helo) or BRACKETED.search(without_helo)
        if number and (address := _address(number[1])):
            return address
    # Exim writes the number in the place of a name that it did not find, and what the client said in « helo= ».
    number = BRACKETED.fullmatch(line["helo"]) if SAID.search(seen) else None
    return _address(number[1]) if number else None


def _before_by(text: str) -> str:
    """Up to « by », which may also stand within a name between parentheses."""
    depth = 0
    for word in re.finditer(r"[()]|\bby\b", text, re.IGNORECASE):
        if word[0] in "()":
            depth += 1 if word[0] == "(" else -1
        elif depth <= 0:
            return text[: word.start()]
    return text


def _address(number: str) -> Address | None:
    try:
        address = ipaddress.ip_address(number)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_inner(received: str, inner: Sequence[Network]) -> bool:
    """Written by a machine of ours of another of ours, or of itself; what says nothing of it is not."""
    if address := connected_from(received):
        return _is_within(address, (*inner, *LOOPBACK))
    return FROM_PART.match(received) is None or bool(WITHIN.search(received[:LONGEST_HEADER]))


def border(received: Sequence[str], inner: Sequence[Network]) -> int | None:
    """Where the message came in: the first Received, from the top, handed over by a machine that is not ours."""
    return next((n for n, value in enumerate(received) if not _is_inner(value, inner)), None)


def is_internal(received: Sequence[str], relays: Sequence[Network]) -> bool:
    """Handed over by a relay of the town's, and by nobody outside before it."""
    hops = [address for value in received if (address := connected_from(value))]
    return border(received, relays) is None and any(_is_within(address, relays) for address in hops)


def _is_within(address: Address, those: Iterable[Network]) -> bool:
    return any(address in network for network in those)


def results_of_ours(
    reading: ParsedMessage, authserv_ids: Iterable[str], inner: Sequence[Network]
) -> list[Result] | None:
    """Those of the topmost header that our server wrote; None when it wrote none.

    A server writes it above its own Received or just below: further down, it was already there when the message came
    in, whatever name it bears.
    """
    names = {name.strip().lower() for name in authserv_ids}
    came_in = border(reading.received, inner)
    lowest = len(reading.received) if came_in is None else came_in + 1
    for value, above in zip(reading.authentication, reading.authentication_below, strict=False):
        name, results = parse_header(value)
        if name in names:
            return results if above <= lowest else None
    return None


# The judgement


def judge(reading: ParsedMessage, *, authserv_ids: Iterable[str], relays: Iterable[str]) -> Trust:
    """VERIFIED, INTERNAL, UNVERIFIED, or FAILED where our server says that the sender is not who they say.

    Several From, or several addresses in it, name nobody: at best UNVERIFIED.
    """
    inner = networks(relays)
    domains = {person.address.rpartition("@")[2].lower().rstrip(".") for person in reading.from_}
    results = results_of_ours(reading, authserv_ids, inner) or []
    if any(_is_failure(result, "dmarc") for result in results):
        return Trust.FAILED
    is_one = len(reading.from_) == 1 and "" not in domains
    if is_one and any(_passes(result, domain) for result in results for domain in domains):
        return Trust.VERIFIED
    if any(_has_broken_signature(result, domain) for result in results for domain in domains):
        return Trust.FAILED
    return Trust.INTERNAL if is_one and is_internal(reading.received, inner) else Trust.UNVERIFIED


def fails_spf(reading: ParsedMessage, *, authserv_ids: Iterable[str], relays: Iterable[str]) -> bool:
    """Our server says that the envelope's sender is borrowed: proof of nothing for whoever forwards, but no machine
    writes back on the faith of it."""
    results = results_of_ours(reading, authserv_ids, networks(relays)) or []
    return any(_is_failure(result, "spf") for result in results)


def is_aligned(signed: str, domain: str) -> bool:
    """The same domain or a parent of it; « example » alone is nobody's."""
    signed = signed.rpartition("@")[2].rstrip(".")
    return "." in signed and (domain == signed or domain.endswith(f".{signed}"))


def _passes(result: Result, domain: str) -> bool:
    if result.result != "pass":
        return False
    if result.method == "dmarc":
        return is_aligned(result.properties.get("header.from", ""), domain)
    return result.method == "dkim" and is_aligned(_signer(result), domain)


def _is_failure(result: Result, method: str) -> bool:
    return result.method == method and result.result in ("fail", "hardfail")


def _has_broken_signature(result: Result, domain: str) -> bool:
    """A list that breaks its own signature says nothing of the sender: it must be theirs, or unnamed."""
    return _is_failure(result, "dkim") and (not (signer := _signer(result)) or is_aligned(signer, domain))


def _signer(result: Result) -> str:
    return result.properties.get("header.d") or result.properties.get("header.i", "")
