"""A message parsed apart: whatever happens there, whoever asks is answered, and the next message is read."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.mail.parsing import message, sandboxed, wire
from core.mail.parsing.parsed_message import (
    Attachment,
    DeliveryFailure,
    EmailAddress,
    ParsedMessage,
    Unreadable,
)
from core.sandbox.client import Cause, Sandbox, ServerDied
from core.sandbox.limits import Limits
from core.sandbox.messages import Garbled
from tests.mail.parsing.build import attached, many, raw, text

OCTETS = many(
    "mixed", text("Un café\n"), attached("plan.pdf", bytes(range(256)) * 50), Subject="=?utf-8?q?=C3=A9?="
)
ROOT = Path(__file__).resolve().parents[3]


class Box(Sandbox):
    def __init__(self, limits: Limits | None = None, worker: str = sandboxed.POOL.worker) -> None:
        super().__init__(worker, limits)

    def read(self, raw: bytes, *, headers_only: bool = False) -> ParsedMessage:
        return sandboxed.parse(raw, headers_only=headers_only, pool=self)


class MadBox(Box):
    def __init__(self, limits: Limits) -> None:
        super().__init__(limits, "tests.mail.parsing.mad_worker")


@pytest.fixture(scope="module")
def box() -> Iterator[Box]:
    with Box() as box:
        yield box


@pytest.fixture(scope="module")
def mad() -> Iterator[Box]:
    with MadBox(Limits(wall_seconds=10, cpu_seconds=1)) as box:
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
        ("crash", sandboxed.WORDS[Cause.CRASHED]),
        ("killed", sandboxed.WORDS[Cause.MEMORY]),
        ("exit", sandboxed.WORDS[Cause.CRASHED]),
        ("error", "La lecture du message s’est arrêtée sur une erreur\u00a0: ZeroDivisionError."),
        ("loop", sandboxed.WORDS[Cause.LATE]),
        ("memory", sandboxed.WORDS[Cause.MEMORY]),
        ("nul", sandboxed.GARBLED),
    ],
)
def test_what_happens_inside_is_said(mad: Box, what: str, sentence: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        mad.read(raw(Subject=what))
    assert str(refusal.value) == sentence
    assert mad.read(OCTETS).text == "Un café"


@pytest.mark.parametrize("limits", [Limits(answer=10_000), Limits(frame=10_000)])
def test_an_answer_without_end(limits: Limits) -> None:
    with Box(limits) as box:
        with pytest.raises(Unreadable, match=sandboxed.WORDS[Cause.TOO_MUCH]):
            box.read(raw("x" * 2_000_000))
        assert box.read(raw("Un café\n")).text == "Un café"


def test_time_is_counted() -> None:
    with (
        MadBox(Limits(wall_seconds=0.2)) as box,
        pytest.raises(Unreadable, match=sandboxed.WORDS[Cause.LATE]),
    ):
        box.read(raw(Subject="sleep"))


def test_memory_is_counted() -> None:
    with Box(Limits(memory=100_000_000)) as box:
        with pytest.raises(Unreadable, match=sandboxed.WORDS[Cause.MEMORY]):
            box.read(bytes(40_000_000))
        assert box.read(OCTETS).text == "Un café"


def test_a_server_killed_by_its_own_reader(mad: Box) -> None:
    """The answer, if it came first, is taken; the next message finds another server."""
    with contextlib.suppress(ServerDied):
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
        "import sys; from core.sandbox.client import Sandbox; box = Sandbox('core.mail.parsing.worker');"
        "box.run(b'\\0a', lambda frame: None); print(box._process.pid, flush=True); sys.stdin.read()"
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
    assert wire.unpacked(wire.packed(reading)) == reading
    assert wire.unpacked(wire.refused("non")) == "non"


WORDS, CONTENT = wire.packed(
    ParsedMessage(parts=[Attachment("un", "a/b", b"12345")], from_=[EmailAddress("a@x.example")])
)


@pytest.mark.parametrize(
    "words",
    [
        b"",
        WORDS[:50],
        WORDS[:-1],
        WORDS + b"x",
        b"\xff" * 16,
        WORDS.replace(b'"subject":""', b'"subject":"\xff"'),
        b"{}",
        WORDS.replace(b'"parts":[{', b'"parts":[7, {'),
        WORDS.replace(b'"subject":""', b'"subject":12'),
        WORDS.replace(b'"is_inline":false', b'"is_inline":"fals"'),
        WORDS.replace(b'a@x.example', b'\\u0000x.exam'),
        WORDS.replace(b'a@x.example', b'\\ud800x.exam'),
        WORDS.replace(b'"from_":[{', b'"from_":[7,{'),
        WORDS.replace(b'"message"', b'"messagf"'),
        b'{"unreadable": 7}',
        b"[" * 100_003,
        b"null",
    ],
)  # fmt: skip
def test_garbage_is_told_from_an_answer(words: bytes) -> None:
    assert words != WORDS
    with pytest.raises(Garbled):
        wire.unpacked([words, CONTENT])


@pytest.mark.parametrize("frames", [[], [WORDS], [WORDS, CONTENT, b"x"]])
def test_each_part_has_its_content(frames: list[bytes]) -> None:
    with pytest.raises(Garbled):
        wire.unpacked(frames)
