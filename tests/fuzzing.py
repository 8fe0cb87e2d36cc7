"""What nobody types: values, files, headers, addresses and bodies that no page would send, drawn from a seed.

tests/test_fuzzing.py sends some of them at each run, the same ones. FUZZ_SEED draws others, FUZZ_ROUNDS more of them.
"""

import os
import re
from collections.abc import Iterator, Mapping
from random import Random
from urllib.parse import quote, quote_plus

from tests.pages import Form

SEED = os.environ.get("FUZZ_SEED", "20")
ROUNDS = int(os.environ.get("FUZZ_ROUNDS", "1"))


def drawn(*words: object) -> Random:
    """The same for the same words, whatever ran before."""
    return Random(f"{SEED} {words}")


# Values. A lone surrogate is sent as the bytes that a careless program would write.

TEXTS = [
    "",
    " \t\r\n ",
    "\x00",
    "avant\x00après",
    "\x01\x08\x0b\x0c\x1f\x7f\x85\u2028",
    "\ud800",
    "\udfff\ud83d",
    "\ufffe\uffff\U0010ffff",
    "\u202eexe.pdf\u2066\u200b\u00ad",
    "a" + "\u0301" * 5000,
    "İıſßŉ" * 50,
    "é" * 100_000,
    "mot " * 30_000,
    "<p>" * 3000,
    "<b><i>" * 800 + "x",
    "<table><tr><td colspan=999999999><a href='x:y'>&#x0;&#xD800;&#99999999999;",
    "<!--<![CDATA[<?xml",
    "=CMD()|'/c'!A1",
    "%s %(x)s {0} {x.__class__} {{ 7|add:7 }} {% load x %}",
    "\\",
    "'\";--",
    "../../../etc/passwd\x00.png",
    "🏳️‍🌈" * 3000,
    "(" * 5000,
    "* " * 4000 + "& | ! <-> :*",
    "«\u00a0»",
    "[" * 50_000,
    '{"a": {"b": [1e999, null]}}',
]
NUMBERS = [
    "-1",
    "-0",
    "0",
    "1.5",
    "1,5",
    "32768",
    "2147483648",
    "9223372036854775808",
    "-9223372036854775809",
    "9" * 5000,
    "1e5",
    "1e999",
    "1e-400",
    "NaN",
    "-inf",
    "0x10",
    "1_0",
    "٣",
    "²",
    "+5",
    " 7 ",
    "1 000",
    "0." + "0" * 400 + "1",
]
DATES = [
    "0000-00-00",
    "0001-01-01",
    "0001-01-02",
    "1582-10-10",
    "1899-12-31",
    "9999-12-31",
    "9999-12-25",
    "10000-01-01",
    "-0001-01-01",
    "2026-02-30",
    "2028-02-29",
    "2026-W01",
    "2026-13",
    "31/12/9999",
    "01/01/0001",
    "1/1/1",
    "29/02/2027",
    "20261301",
    "2026-03-29T02:30",
    "2026-10-25T02:30",
    "9999-12-31T23:59",
    "0001-01-01T00:00",
    "2026-01-01T24:00",
    "2026-01-01T00:00+25:00",
    "2026-01-01T00:00:60Z",
    "demain",
]
TIMES = ["24:00", "23:59", "00:00", "99:99", "-1:00", "2:30", "02:30:59.9999999", "7h", "0h61", "12:00 PM"]
KEYS = [
    "zzzzzzzzzzzz",
    "-",
    "_",
    "a" * 12,
    "00000000-0000-0000-0000-000000000000",
    "00000000-0000-0000-0000-00000000000g",
    "{00000000000000000000000000000000}",
    "urn:uuid:ffffffff-ffff-ffff-ffff-ffffffffffff",
    "f" * 32,
    "é" * 12,
    "None",
    "[]",
    "a:b:c",
    "eyJh.b.c",
    ".eJw:1:x",
    "1,2,3",
    "1)",
]
ADDRESSES = [
    "a@" + "b" * 300 + ".fr",
    '"a b"@ville.fr',
    "a@[127.0.0.1]",
    "é@é.fr",
    "a@xn--a.fr",
    "a@b..c",
    "a@b\r\nBcc: c@d.fr",
    "http://[",
    "http://\u2100.fr/",
    "http://a:99999999/",
    "https://" + "a." * 900 + "fr/",
    "javascript:alert(1)",
    "//ailleurs.example",
    "http://a\x00b.fr",
    "https://\u202e.fr/%ff%00",
]
ALL = [*TEXTS, *NUMBERS, *DATES, *TIMES, *KEYS, *ADDRESSES]
BY_KIND = {
    "number": NUMBERS,
    "date": DATES,
    "datetime-local": DATES,
    "month": DATES,
    "week": DATES,
    "time": TIMES,
    "hidden": [*KEYS, *NUMBERS],
    "checkbox": [*KEYS, *NUMBERS],
    "radio": [*KEYS, *NUMBERS],
    "email": ADDRESSES,
    "url": ADDRESSES,
}


def nasty(random: Random, kind: str = "") -> str:
    return random.choice(BY_KIND.get(kind, ALL) if random.random() < 0.8 else ALL)


# Files

NOISE = Random(20).randbytes(3000)
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:{}\r\n{}\r\nEND:VEVENT\r\n{}END:VCALENDAR"
FILES: list[bytes] = [
    b"",
    NOISE,
    b"\x00" * 3000,
    "\ufeffNom;Prénom\nx;y\n".encode("utf-16"),
    b"\xff\xfe\xff",
    b"Nom;Pr\xe9nom;Matricule;Fonction\nx;y\x00;z;\n",
    b'Nom;"jamais ferm\xe9\n' * 500,
    b"Nom;" + b"x" * 200_000,
    b";" * 20_000 + b"\n1",
    b"\r\r\r\n\n;;;\n" * 200,
    b"COLL_NOM;COLL_SIRET;DELIB_ID;DELIB_DATE\nx;9;\x00;0000-00-00\n",
    CALENDAR.format("a" * 9000, "DTSTART:00010101T000000Z\r\nDTEND:99991231T235959Z", "").encode(),
    CALENDAR.format(
        "a", "DTSTART:20990101T000000\r\nDURATION:P9999999999D\r\nRRULE:FREQ=SECONDLY;INTERVAL=0", ""
    ).encode(),
    CALENDAR.format(
        "\x00", "DTSTART;TZID=Mars/Olympus:20990230T250000\r\nRRULE:FREQ=YEARLY;BYMONTH=13;UNTIL=x", ""
    ).encode(),
    CALENDAR.format(
        "b", "DTSTART;VALUE=DATE:20990101\r\nRRULE:FREQ=DAILY;COUNT=999999999", "BEGIN:VEVENT\r\n"
    ).encode(),
    b"BEGIN:VCALENDAR\r\n" * 2000,
    b"From: \xff <a@b>\r\nSubject: =?utf-8?b?////?=\r\nContent-Type: multipart/mixed; boundary=\r\n\r\n--\r\n",
    b"%PDF-1.7\n1 0 obj\n<< /Length -1 >>\nstream\n" + NOISE,
    b"%PDF-1.4\n%%EOF",
    b"PK\x03\x04" + NOISE,
    b"PK\x05\x06" + b"\x00" * 18,
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x06\x00\x00\x00" + NOISE,
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + NOISE,
    b"GIF89a\xff\xff\xff\xff" + NOISE,
    b"RIFF\xff\xff\xff\xffWEBPVP8 " + NOISE,
    b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'a'><!ENTITY b '&a;&a;'>]><x>&b;</x>",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE,
    b"{\\rtf1" * 500,
]
ENDINGS = [
    ".csv",
    ".ics",
    ".eml",
    ".pdf",
    ".jpg",
    ".png",
    ".zip",
    ".docx",
    ".xlsx",
    ".odt",
    ".svg",
    ".exe",
    "",
]
NAMES = ["fichier", "../../x", "é" * 300, "\u202efdp", "a\x00b", "con", " ", "a\r\nb", '"', "\ud800", "C:\\x"]


def nasty_file(random: Random) -> tuple[str, bytes]:
    ending = random.choice(ENDINGS)
    # Often one that the form takes: the name is plausible, what it holds is not.
    return (random.choice(NAMES) if random.random() < 0.3 else "fichier") + ending, random.choice(FILES)


# Forms

# So that what follows a field is reached.
LIKELY = {
    "date": "2031-05-06",
    "time": "10:15",
    "number": "3",
    "email": "a@ville.example",
    "url": "https://a.fr/",
}
Sent = list[tuple[str, str | tuple[str, bytes]]]


def mutated(random: Random, form: Form) -> Sent:
    """What the form would send, most of it likely, with a few things that no page sends."""
    typed = {name: LIKELY.get(form.kinds.get(name, ""), "Un texte") for name in form.written}
    values = {name: value or typed.get(name, "") for name, value in form.values.items()}
    for name, offered in form.choices.items():
        if random.random() < 0.4:
            values[name] = random.choice(offered)
    names = list(values)
    for name in random.sample(names, min(len(names), random.choice([1, 1, 2, 4, 40]))):
        values[name] = nasty(random, form.kinds.get(name, ""))
    sent: Sent = [(name, value) for name, value in values.items() if random.random() > 0.03]
    sent += [(name, nasty_file(random)) for name in form.files if random.random() < 0.8]
    return [*sent, *_beside(random, names)]


def _beside(random: Random, names: list[str]) -> Iterator[tuple[str, str | tuple[str, bytes]]]:
    if names and random.random() < 0.25:
        # A list where one value is expected.
        name = random.choice(names)
        yield from ((name, nasty(random)) for _ in range(random.choice([1, 3, 30])))
    if names and random.random() < 0.1:
        yield random.choice(names), nasty_file(random)
    if random.random() < 0.2:
        yield nasty(random)[:200] or "x", nasty(random)
    if random.random() < 0.1:
        yield "form-TOTAL_FORMS", nasty(random, "number")


def encoded(random: Random, sent: Sent) -> tuple[bytes, str]:
    """The body and its kind, in parts where there is a file."""
    if any(isinstance(value, tuple) for _, value in sent) or random.random() < 0.3:
        return b"".join([*map(_part, sent), b"--limite--\r\n"]), "multipart/form-data; boundary=limite"
    body = "&".join(f"{_plus(name)}={_plus(value)}" for name, value in sent if isinstance(value, str))
    return body.encode(), "application/x-www-form-urlencoded"


def _plus(text: str) -> str:
    return quote_plus(text, errors="surrogatepass")


def _part(sent: tuple[str, str | tuple[str, bytes]]) -> bytes:
    name, value = sent
    head = f'--limite\r\nContent-Disposition: form-data; name="{name}"'
    if isinstance(value, str):
        return f"{head}\r\n\r\n{value}\r\n".encode(errors="surrogatepass")
    file, content = value
    head += f'; filename="{file}"\r\nContent-Type: application/octet-stream'
    return f"{head}\r\n\r\n".encode(errors="surrogatepass") + content + b"\r\n"


# Addresses


ODD = [
    "page=-1&page=x",
    "=",
    "&&&",
    "%",
    "%zz=%ff",
    "a[]=1&a[b]=2",
    "page",
    "page=%00",
    "?page=2",
    "x=" * 900,
]


def query(random: Random, kinds: Mapping[str, str]) -> str:
    """The end of an address after its question mark; `kinds` of the parameters, as of inputs."""
    names = [*sorted(kinds), "page"]
    parts = []
    for name in random.choices(names, k=random.choice([1, 1, 2, 4, 12])):
        parts.append(f"{_plus(name)}={_plus(nasty(random, kinds.get(name, 'number'))[:4000])}")
    if random.random() < 0.4:
        parts.append(random.choice(ODD))
    random.shuffle(parts)
    return "&".join(parts)


def kind_of(example: str) -> str:
    """What the value of a parameter looks like."""
    if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", example):
        return "date"
    if re.fullmatch(r"\d\d:\d\d", example):
        return "time"
    return "number" if example.isdecimal() else ""


# What fits each converter and names nothing that can be: beside a row's key, a column's or a calendar's bounds.
PARTS: dict[str, list[str]] = {
    "int": ["0", "1", "9999", "10000", "32768", "2147483648", "9223372036854775808", "9" * 30, "9" * 4301],
    "slug": ["-", "_", "0", "A" * 12, "9" * 30, "a" * 5000, "None", "nouveau"],
    "uuid": ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"],
    "str": ["\x00", "é\u202e", "a:b:c", "%", " ", "..", "'", "a" * 5000, "eyJh.b.c", "\udcff"],
    "path": [
        "0",
        "9" * 30,
        "-1",
        "_",
        "_3",
        "_00",
        "1/2",
        "1/geste/x",
        "\x00",
        "é",
        "None",
        "1e5",
        "\udcff",
        "٣",
    ],
}


def quoted(part: str) -> str:
    return quote(part, safe="/", errors="surrogateescape")


# Bodies

IN_PARTS = "multipart/form-data; boundary=limite"
PART = b"--limite\r\nContent-Disposition: form-data; name=a"
BODIES: list[tuple[bytes, str]] = [
    (b"", "application/x-www-form-urlencoded"),
    (b"%&=%zz&%ff=%ff&\xff\x00=1", "application/x-www-form-urlencoded"),
    (b"a=1&" * 3000, "application/x-www-form-urlencoded"),
    (b"title=\xe9", "application/x-www-form-urlencoded; charset=latin-1"),
    (b"title=x", "application/x-www-form-urlencoded; charset=utf-7"),
    (b"title=x", "text/plain"),
    (b"{", "application/json"),
    (b"[" * 50_000, "application/json"),
    (NOISE, "application/octet-stream"),
    (NOISE, IN_PARTS),
    (NOISE, "multipart/form-data"),
    (b"--limite\r\n", IN_PARTS),
    (b"--limite\r\n\r\n\r\n--limite--", IN_PARTS),
    (PART + b'; filename="\r\n\r\nx', IN_PARTS),
    (PART + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n=\r\n--limite--", IN_PARTS),
    (PART + b"\r\nContent-Length: -1\r\nContent-Type: \xff\r\n\r\n\xff", IN_PARTS),
    (b"x", "\xff/\x00"),
]


# Headers

HEADERS: dict[str, list[str]] = {
    "Range": [
        "bytes=0-",
        "bytes=-1",
        "bytes=9-1",
        "bytes=" + "0-0," * 2000,
        "bytes=a-b",
        "octets=1-2",
        "bytes=99999999999-",
    ],
    "If-Range": ["x", '"', "Mon, 01 Jan 0001 00:00:00 GMT"],
    "If-None-Match": ["*", '"', 'W/"', '"é"', '"a", ' * 2000, "\xff"],
    "If-Match": ["*", '"x"', ""],
    "If-Modified-Since": [
        "Thu, 99 Zzz 99999 99:99:99 GMT",
        "0",
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "\xff",
    ],
    "If-Unmodified-Since": ["Mon, 01 Jan 0001 00:00:00 GMT", "hier"],
    "Accept-Language": [
        "*",
        "xx-YY;q=9",
        "fr;q=" + "9" * 5000,
        "é",
        "fr," * 2000,
        "fr_FR.UTF-8@euro",
        "../../etc",
    ],
    "Accept-Encoding": ["*;q=0", "gzip;q=x", "\x00"],
    "Accept": ["*", "application/json", "text/html;q=é", "/" * 3000],
    "Referer": ["http://[", "//", "javascript:x", "http://testserver/\xff", "é" * 3000],
    "Origin": ["null", "http://[", "https://ailleurs.example"],
    "User-Agent": ["", "\xff" * 300, "a" * 9000, "\x1b[31m"],
    "Cookie": [
        "sessionid=" + "é" * 900,
        "csrftoken=;messages=[[",
        'messages="[[\\"__json_message\\",9,99,\\"x\\"]]:x"',
        "=;;=",
        "a" * 8000,
    ],
    "X-Forwarded-For": ["é", "999.999.999.999", "::1%eth0", "1.2.3.4, " * 500, "' OR 1=1"],
    "X-Forwarded-Proto": ["https", "ftp", "\xff"],
    "X-Request-Id": ["\r", "a" * 9000, "\xff"],
    "HX-Request": ["true", "false", "\xff"],
    "HX-Target": ["grid", "#", "é", "a" * 5000],
    "HX-Trigger": ["{", "\xff"],
    "HX-Current-URL": ["http://[", "é", "/?page=%ff"],
    "HX-Boosted": ["true", "x"],
    "HX-History-Restore-Request": ["true"],
    "Content-Type": ["", "/", "text/plain; charset=\xff", "application/json", "multipart/form-data"],
    "Authorization": ["Basic é", "Bearer \xff", "Basic"],
    "X-HTTP-Method-Override": ["DELETE"],
    "Purpose": ["prefetch"],
}


def headers(random: Random) -> dict[str, str]:
    """As the server would hand them over: latin-1."""
    chosen = random.sample(sorted(HEADERS), random.choice([1, 3, 8]))
    if random.random() < 0.3 and "HX-Request" not in chosen:
        return {"HX-Request": "true"} | {name: random.choice(HEADERS[name]) for name in chosen}
    return {name: random.choice(HEADERS[name]) for name in chosen}
