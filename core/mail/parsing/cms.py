"""Read S/MIME envelopes (RFC 5652): signed messages can be read by anyone, encrypted ones by nobody here."""

from dataclasses import dataclass

SIGNED = bytes.fromhex("2a864886f70d010702")
ENVELOPED = (
    bytes.fromhex("2a864886f70d010703"),
    bytes.fromhex("2a864886f70d010706"),
    bytes.fromhex("2a864886f70d0109100117"),
)
# Side by side in one that does not say its length: a stream of 25 MB by kilobytes.
ELEMENTS = 50_000
SEQUENCE, OBJECT, OCTETS, CONSTRUCTED_OCTETS, CONTEXT_0 = 0x30, 0x06, 0x04, 0x24, 0xA0


class NotUnderstood(Exception):
    pass


@dataclass(frozen=True)
class BerElement:
    """One element of BER: its tag, and where its content stands; `after` it comes the next one."""

    tag: int
    begin: int
    end: int
    after: int


def signed_content(data: bytes) -> bytes | None:
    """The message inside a signed one; None for an encrypted one. Raises NotUnderstood."""
    outer = _element(data, 0)
    if outer.tag != SEQUENCE:
        raise NotUnderstood
    kind = _element(data, outer.begin)
    name = data[kind.begin : kind.end]
    if kind.tag != OBJECT or name in ENVELOPED:
        if name in ENVELOPED:
            return None
        raise NotUnderstood
    if name != SIGNED:
        raise NotUnderstood
    explicit = _element(data, kind.after)
    signed = _element(data, explicit.begin)
    version = _element(data, signed.begin)
    digests = _element(data, version.after)
    wrapped = _element(data, digests.after)
    inner_kind = _element(data, wrapped.begin)
    if wrapped.tag != SEQUENCE or inner_kind.tag != OBJECT:
        raise NotUnderstood
    inner = _element(data, inner_kind.after)
    if inner.tag != CONTEXT_0:
        raise NotUnderstood
    return b"".join(_octets(data, _element(data, inner.begin), 0))


def _octets(data: bytes, element: BerElement, depth: int) -> list[bytes]:
    if element.tag == OCTETS:
        return [data[element.begin : element.end]]
    if element.tag != CONSTRUCTED_OCTETS or depth > 8:
        raise NotUnderstood
    pieces: list[bytes] = []
    position = element.begin
    while position < element.end:
        child = _element(data, position)
        if child.tag == 0:
            break
        pieces += _octets(data, child, depth + 1)
        position = child.after
    return pieces


def _element(data: bytes, position: int, depth: int = 0) -> BerElement:
    if position + 2 > len(data) or depth > 40:
        raise NotUnderstood
    tag, length = data[position], data[position + 1]
    begin = position + 2
    if length == 0x80:
        end = _end_of_contents(data, begin, depth)
        return BerElement(tag, begin, end, end + 2)
    if length & 0x80:
        size = length & 0x7F
        if size > 4:
            raise NotUnderstood
        length = int.from_bytes(data[begin : begin + size])
        begin += size
    if begin + length > len(data):
        raise NotUnderstood
    return BerElement(tag, begin, begin + length, begin + length)


def _end_of_contents(data: bytes, position: int, depth: int) -> int:
    """Find the two zeros that end an element of unknown length."""
    for _ in range(ELEMENTS):
        if data[position : position + 2] == b"\x00\x00":
            return position
        position = _element(data, position, depth + 1).after
    raise NotUnderstood
