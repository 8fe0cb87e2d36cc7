"""How much the From address can be trusted: only headers that the town's own servers wrote count.

Parses Authentication-Results (RFC 8601), with comments, versions and several results. No database.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from core.mail.models import Trust
from core.mail.parsing.parsed_message import ParsedMessage

# Longer headers, or more results, are not a server's.
LONGEST_HEADER = 20_000
MOST_RESULTS = 100
LOOPBACK = tuple(ipaddress.ip_network(network) for network in ("127.0.0.0/8", "::1/128", "fe80::/10"))
ATOM = re.compile(r'\s+|(?P<quoted>"(?:[^"\\]|\\.)*")|(?P<mark>[;=])|(?P<word>[^\s;="]+)')
# « from HELO (name [192.0.2.1]) by mx… »: the client chose HELO, our server saw the number.
FROM_PART = re.compile(r"\s*from\s+(?P<helo>\S+)(?P<seen>.*)", re.IGNORECASE | re.DOTALL)
GROUP = re.compile(r"\(([^()]*)\)")
SAID = re.compile(r"\b(?:helo|ehlo)[\s=]+\S+", re.IGNORECASE)
NUMBER = re.compile(r"\[?(?:IPv6:)?([0-9A-Fa-f:.]{2,45}(?:%\w{1,20})?)\]?", re.IGNORECASE)
BRACKETED = re.compile(r"\[(?:IPv6:)?([0-9A-Fa-f:.]{2,45}(?:%\w{1,20})?)\]", re.IGNORECASE)
# Between two programs of one machine, without network.
WITHIN = re.compile(r"\bwith\s+(?:lmtps?a?|local|mapi)\b", re.IGNORECASE)

type Network = ipaddress.IPv4Network | ipaddress.IPv6Network
type Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass
class MethodResult:
    """« dkim=pass header.d=ville.example »; everything in lower case."""

    method: str
    result: str
    properties: dict[str, str] = field(default_factory=dict)


# What the header says


def without_comments(value: str) -> str:
    """Remove comments, which nest; a parenthesis within quotes is a plain character, within a comment too.

    Servers copy the envelope sender into comments: « "a) ; dkim=pass (" @… » must not end one.
    """
    kept: list[str] = []
    depth, is_quoted, is_escaped = 0, False, False
    for character in value[:LONGEST_HEADER]:
        if is_escaped:
            is_escaped = False
        elif character == "\\" and (depth or is_quoted):
            is_escaped = True
        elif character == '"':
            is_quoted = not is_quoted
        elif character == "(" and not is_quoted:
            depth += 1
            continue
        elif character == ")" and depth and not is_quoted:
            depth -= 1
            if not depth:
                kept.append(" ")
            continue
        if not depth:
            kept.append(character)
    return "".join(kept)


def parse_header(value: str) -> tuple[str, list[MethodResult]]:
    """The authserv-id and the results; what cannot be parsed is skipped, and never read as a pass."""
    said = without_comments(value).strip()
    head, *statements = _statements(said)
    # A version may follow the name: « mx.ville.example 1 ». Between quotes, which no server of ours needs, it is one
    # that the server which strikes forged ones out may not have known.
    has_name = len(head) == 1 or (len(head) == 2 and head[1].isdigit())
    if said.startswith('"') or not has_name:
        return "", []
    results = [result for words in statements[:MOST_RESULTS] if (result := _result(words))]
    return head[0].lower(), results


def _statements(text: str) -> list[list[str]]:
    """Split at semicolons outside quotes; « "a b"@x.example » is one word."""
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


def _result(words: list[str]) -> MethodResult | None:
    """« dkim/1 = pass reason = … header.d = … »; spaces around « = », « . » and « / » mean nothing."""
    pairs = list(_pairs(words))
    if not pairs:
        return None
    (method, value), *properties = pairs
    result = MethodResult(method.partition("/")[0], value)
    for name, given in properties:
        # A property given twice is ignored.
        result.properties[name] = "" if name in result.properties else given
    return result


def _pairs(words: list[str]) -> Iterator[tuple[str, str]]:
    start = 0
    for position, word in enumerate(words):
        if word == "=" and start < position < len(words) - 1:
            yield _name(words[start:position]).lower(), words[position + 1].lower()
            start = position + 2


def _name(words: list[str]) -> str:
    """The last word, with those that a dot or a slash joins to it."""
    name = words[-1]
    for word in reversed(words[:-1]):
        if not (name.startswith((".", "/")) or word.endswith((".", "/"))):
            break
        name = word + name
    return name


# Whose word it is


def networks(words: Iterable[str]) -> list[Network]:
    """« 10.0.0.0/8 », « 192.0.2.7 »; other words are skipped (the settings' check reports them)."""
    found: list[Network] = []
    for word in words:
        with suppress(ValueError):
            found.append(ipaddress.ip_network(word.strip(), strict=False))
    return found


def connected_from(received: str) -> Address | None:
    """The address that handed the message over, as the server of this Received line saw it; None without one."""
    line = FROM_PART.match(received[:LONGEST_HEADER])
    if line is None:
        return None
    seen = _before_by(line["seen"])
    for group in reversed(GROUP.findall(seen)):
        without_helo = SAID.sub("", group).strip()
        number = NUMBER.fullmatch(without_helo) or BRACKETED.search(without_helo)
        if number and (address := _address(number[1])):
            return address
    # Exim writes the number in place of a name that it did not find, and the client's HELO in « helo= ».
    number = BRACKETED.fullmatch(line["helo"]) if SAID.search(seen) else None
    return _address(number[1]) if number else None


def _before_by(text: str) -> str:
    """The text up to « by », except a « by » between parentheses."""
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
    """Whether this Received line is from one machine of ours to another, or within one; unclear lines are not."""
    if address := connected_from(received):
        return _is_within(address, (*inner, *LOOPBACK))
    return FROM_PART.match(received) is None or bool(WITHIN.search(received[:LONGEST_HEADER]))


def border(received: Sequence[str], inner: Sequence[Network]) -> int | None:
    """Find where the message came in: the first Received, from the top, from a machine that is not ours."""
    return next((n for n, value in enumerate(received) if not _is_inner(value, inner)), None)


def is_internal(received: Sequence[str], relays: Sequence[Network]) -> bool:
    """Whether a relay of the town handed it over, and nobody outside before it."""
    hops = [address for value in received if (address := connected_from(value))]
    return border(received, relays) is None and any(_is_within(address, relays) for address in hops)


def _is_within(address: Address, those: Iterable[Network]) -> bool:
    return any(address in network for network in those)


def results_of_ours(
    message: ParsedMessage, authserv_ids: Iterable[str], inner: Sequence[Network]
) -> list[MethodResult] | None:
    """The results of the topmost header that our server wrote; None when it wrote none.

    A server writes it just above or below its own Received. Further down, it was already there when the message came
    in, and may be forged.
    """
    names = {name.strip().lower() for name in authserv_ids}
    came_in = border(message.received, inner)
    lowest = len(message.received) if came_in is None else came_in + 1
    for value, above in zip(message.authentication, message.authentication_below, strict=False):
        name, results = parse_header(value)
        if name in names:
            return results if above <= lowest else None
    return None


# The judgement


def trust_of(message: ParsedMessage, *, authserv_ids: Iterable[str], relays: Iterable[str]) -> Trust:
    """VERIFIED, INTERNAL, UNVERIFIED, or FAILED when our server says that the sender is forged.

    With several From headers or addresses, nobody is named: at best UNVERIFIED.
    """
    inner = networks(relays)
    domains = {person.address.rpartition("@")[2].lower().rstrip(".") for person in message.from_}
    results = results_of_ours(message, authserv_ids, inner) or []
    if any(_is_failure(result, "dmarc") for result in results):
        return Trust.FAILED
    is_one = len(message.from_) == 1 and "" not in domains
    if is_one and any(_passes(result, domain) for result in results for domain in domains):
        return Trust.VERIFIED
    if any(_has_broken_signature(result, domain) for result in results for domain in domains):
        return Trust.FAILED
    return Trust.INTERNAL if is_one and is_internal(message.received, inner) else Trust.UNVERIFIED


def fails_spf(message: ParsedMessage, *, authserv_ids: Iterable[str], relays: Iterable[str]) -> bool:
    """Whether our server says that SPF fails: it proves nothing for forwarded mail, but no automatic answer is sent."""
    results = results_of_ours(message, authserv_ids, networks(relays)) or []
    return any(_is_failure(result, "spf") for result in results)


def is_aligned(signed: str, domain: str) -> bool:
    """The same domain or a parent of it; « example » alone is nobody's."""
    signed = signed.rpartition("@")[2].rstrip(".")
    return "." in signed and (domain == signed or domain.endswith(f".{signed}"))


def _passes(result: MethodResult, domain: str) -> bool:
    if result.result != "pass":
        return False
    if result.method == "dmarc":
        return is_aligned(result.properties.get("header.from", ""), domain)
    return result.method == "dkim" and is_aligned(_signer(result), domain)


def _is_failure(result: MethodResult, method: str) -> bool:
    return result.method == method and result.result in ("fail", "hardfail")


def _has_broken_signature(result: MethodResult, domain: str) -> bool:
    """A broken DKIM signature of the sender's domain, or of none; a list's own broken signature does not count."""
    return _is_failure(result, "dkim") and (not (signer := _signer(result)) or is_aligned(signer, domain))


def _signer(result: MethodResult) -> str:
    return result.properties.get("header.d") or result.properties.get("header.i", "")
