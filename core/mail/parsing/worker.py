"""What the process that parses loads and answers; run by `core.sandbox`, asked by `sandboxed`."""

from __future__ import annotations

from collections.abc import Callable

from core.mail.parsing import wire
from core.mail.parsing.message import parse_message
from core.mail.parsing.parsed_message import Unreadable

MEMORY = "Le message demande trop de mémoire."
UNEXPECTED = "La lecture du message s’est arrêtée sur une erreur\u00a0:"
# Read once before the first request, so that none has codecs to load nor patterns to compile.
EVERY_DAY = b"""From: =?utf-8?q?No=C3=ABl?= <n@x.example>
To: a@x.example
Subject: =?iso-8859-1?q?=E9?= =?windows-1252?b?6Q==?=
Date: Tue, 3 Nov 2026 10:12:00 +0100
References: <a@x.example>
Content-Type: multipart/mixed; boundary="x"

--x
Content-Type: multipart/alternative; boundary="y"

--y
Content-Type: text/plain; charset=iso-8859-15; format=flowed

\xe9
--y
Content-Type: text/html; charset=utf-16
Content-Transfer-Encoding: quoted-printable

=FF=FE<=00b=00>=00
--y--
--x
Content-Type: text/html

<ul><li><a href="https://x.example">a</a><blockquote>b</blockquote></ul><table><tr><td style="margin:0">c</table>
--x
Content-Type: application/pdf; name*=utf-8''a.pdf
Content-Transfer-Encoding: base64

YQ==
--x--
"""


def warm_up() -> None:
    parse_message(EVERY_DAY)


def answer(request: bytes, send: Callable[[bytes], None]) -> None:
    for frame in _answer(request):
        send(frame)


def _answer(request: bytes) -> list[bytes]:
    try:
        return wire.packed(parse_message(request[1:], headers_only=bool(request[0] & wire.HEADERS_ONLY)))
    except Unreadable as refusal:
        return wire.refused(str(refusal))
    except MemoryError:
        return wire.refused(MEMORY)
    except Exception as error:
        # The class alone: a message would carry pieces of the mail to the administrators' screens.
        return wire.refused(f"{UNEXPECTED} {type(error).__name__}.")
