"""The box itself: whatever happens inside, whoever asks gets an answer or a sentence, and the next message is read."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.mail.box import client, wire
from core.mail.box.client import Box
from core.mail.box.limits import Bounds
from core.mail.parsing import message
from core.mail.parsing.parsed_message import (
    Attachment,
    DeliveryFailure,
    EmailAddress,
    ParsedMessage,
    Unreadable,
)
from tests.mail.parsing.build import attached, many, raw, text

OCTETS = many(
    "mixed", text("Un café\n"), attached("plan.pdf", bytes(range(256)) * 50), Subject="=?utf-8?q?=C3=A9?="
)
ROOT = Path(__file__).resolve().parents[3]


class MadBox(Box):
    server = "tests.mail.parsing.mad_server"


@pytest.fixture(scope="module")
def box() -> Iterator[Box]:
    with Box() as box:
        yield box


@pytest.fixture(scope="module")
def mad() -> Iterator[Box]:
    with MadBox(Bounds(wall_seconds=10, cpu_seconds=1)) as box:
        yield box


def test_it_reads_as_the_function_does(box: Box) -> None:
    assert box.read(OCTETS) == message.parse_message(OCTETS)
    assert box.read(OCTETS, headers_only=True) == message.parse_message(OCTETS, headers_only=True)
    assert box.read(b"") == message.parse_message(b"")


def test_a_refusal_is_the_function_s(box: Box) -> None:
    with pytest.raises(Unreadable, match="Trop d’en-têtes"):
        box.read(b"X: a\r\n" * 1_001)
    assert box.read(OCTETS).subject == "é"


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("crash", client.CRASHED),
        ("killed", client.MEMORY),
        ("exit", client.CRASHED),
        ("error", "La lecture du message s’est arrêtée sur une erreur\u00a0: ZeroDivisionError."),
        ("loop", client.LATE),
        ("memory", client.MEMORY),
        ("nul", client.GARBLED),
    ],
)
def test_what_happens_inside_is_said(mad: Box, what: str, sentence: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        mad.read(raw(Subject=what))
    assert str(refusal.value) == sentence
    assert mad.read(OCTETS).text == "Un café"


def test_an_answer_without_end(mad: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "LARGEST_ANSWER", 10_000)
    with pytest.raises(Unreadable, match=client.TOO_MUCH):
        mad.read(raw("x" * 2_000_000))
    monkeypatch.undo()
    assert mad.read(OCTETS).text == "Un café"


def test_time_is_counted() -> None:
    with MadBox(Bounds(wall_seconds=0.2)) as box, pytest.raises(Unreadable, match=client.LATE):
        box.read(raw(Subject="sleep"))


def test_memory_is_counted() -> None:
    with Box(Bounds(memory=100_000_000)) as box:
        with pytest.raises(Unreadable, match=client.MEMORY):
            box.read(bytes(40_000_000))
        assert box.read(OCTETS).text == "Un café"


def test_a_server_killed_by_its_own_reader(mad: Box) -> None:
    """The answer, if it came first, is taken; the next message finds another server."""
    with contextlib.suppress(client.BoxDied):
        assert mad.read(raw(Subject="server")).subject == "server"
    assert mad.read(OCTETS).text == "Un café"


def test_a_server_that_died_is_replaced(box: Box) -> None:
    for is_known in (False, True):
        box.read(OCTETS)
        assert box._process
        box._process.kill()
        if is_known:
            box._process.wait()
        assert box.read(OCTETS).text == "Un café"


def test_a_reader_killed_while_it_waits(box: Box) -> None:
    """The kernel's choice when memory fails: it offers itself first."""
    box.read(OCTETS)
    assert box._process
    server = box._process.pid
    for child in Path(f"/proc/{server}/task/{server}/children").read_text().split():
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(child), signal.SIGKILL)
    assert box.read(OCTETS).text == "Un café"


def test_the_reader_sees_no_secret_and_no_file(mad: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    with open(__file__):
        words = mad.read(raw(Subject="environment")).text.split()
    names = [word for word in words if word.isupper()]
    assert set(names) <= {"LANG", "LC_CTYPE", "PYTHONPATH", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE"}
    # The null device twice, the message, what tells that it was begun, and the folder just listed.
    assert len([word for word in words if word.isdigit()]) <= 5
    assert "/" in words


def test_the_reader_writes_no_file_and_opens_few(mad: Box) -> None:
    assert mad.read(raw(Subject="fork")).text == "OSError OSError"


def test_two_threads_share_one(box: Box) -> None:
    subjects = [f"n{number}" for number in range(8)]
    found: list[str] = []

    def ask(some: list[str]) -> None:
        found.extend(box.read(raw(Subject=subject)).subject for subject in some)

    threads = [threading.Thread(target=ask, args=(subjects[start::2],)) for start in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == sorted(subjects)


def test_a_thread_that_ends_leaves_the_server(box: Box) -> None:
    box.close()
    thread = threading.Thread(target=box.read, args=(OCTETS,))
    thread.start()
    thread.join()
    server = box._process
    box.read(OCTETS)
    assert box._process is server


def test_it_dies_with_its_client() -> None:
    program = (
        "import sys; from core.mail.box.client import Box; box = Box(); box.read(b'a');"
        "print(box._process.pid, flush=True); sys.stdin.read()"
    )
    asker = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with asker:
        assert asker.stdout
        server = int(asker.stdout.readline())
        asker.send_signal(signal.SIGKILL)
    gone = threading.Event()
    for _ in range(100):
        if not _lives(server):
            return
        gone.wait(0.1)
    os.kill(server, signal.SIGKILL)
    pytest.fail("The server outlived its client")


def _lives(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


def test_everything_passes_the_wire() -> None:
    reading = ParsedMessage(
        from_=[EmailAddress("a@x.example", "é\u2028")],
        sender=EmailAddress("b@x.example"),
        parts=[Attachment("un", "a/b", b"\x00\xff", sha256="x"), Attachment("deux", "a/b", is_inline=True)],
        failures=[DeliveryFailure("a@x.example", True, "5.1.1")],
        ours={"x-intranet-heartbeat": "jeton"},
        return_path="",
    )
    assert wire.unpacked(b"".join(wire.packed(reading))) == reading
    assert wire.unpacked(b"".join(wire.refused("non"))) == "non"


GOOD = b"".join(
    wire.packed(ParsedMessage(parts=[Attachment("un", "a/b", b"12345")], from_=[EmailAddress("a@x.example")]))
)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        GOOD[:7],
        GOOD[:50],
        GOOD[:-1],
        GOOD + b"x",
        b"\xff" * 16,
        bytes(8) + b"{}",
        GOOD.replace(b'"content": 5', b'"content": 6'),
        GOOD.replace(b'"content": 5', b'"content": "'),
        GOOD.replace(b'"content": 5', b'"content":-5'),
        GOOD.replace(b'"subject": ""', b'"subject": 12'),
        GOOD.replace(b'"subject": ""', b'"subjecz": ""'),
        GOOD.replace(b'"is_inline": false', b'"is_inline": "fals'),
        GOOD.replace(b'a@x.example', b'\\u0000x.exam'),
        GOOD.replace(b'a@x.example', b'\\ud800x.exam'),
        GOOD.replace(b'"from_": [{', b'"from_": [7,{'[:11]),
        GOOD.replace(b'"reading"', b'"readinh"'),
        b"".join(wire._framed({"unreadable": 7}, [])),
        (100_003).to_bytes(8) + b"[" * 100_003,
        (4).to_bytes(8) + b"null",
    ],
)  # fmt: skip
def test_garbage_is_told_from_an_answer(answer: bytes) -> None:
    with pytest.raises(wire.Garbled):
        wire.unpacked(answer)
