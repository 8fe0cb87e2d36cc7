"""What every sandbox promises; what a mad message meets is in tests/mail/parsing/test_sandboxed.py."""

import threading
import time
from collections.abc import Iterator

import pytest

from core.sandbox import client
from core.sandbox.client import Cause, Failed, Pool, Sandbox, Stopped
from core.sandbox.limits import Limits

WORKER = "tests.sandbox.odd_worker"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(WORKER, Limits(niceness=7)) as sandbox:
        yield sandbox


def answer(sandbox: Sandbox | Pool, request: bytes) -> list[bytes]:
    frames: list[bytes] = []
    sandbox.run(request, frames.append)
    return frames


def test_an_answer_comes_in_its_frames(sandbox: Sandbox) -> None:
    assert answer(sandbox, b"echo a bc") == [b"a", b"bc"]
    assert answer(sandbox, b"empty") == [b""]
    assert answer(sandbox, b"silence") == []


def test_each_request_has_a_child_of_its_own(sandbox: Sandbox) -> None:
    assert answer(sandbox, b"pid") != answer(sandbox, b"pid")


def test_a_child_lets_the_others_go_first(sandbox: Sandbox) -> None:
    assert int(answer(sandbox, b"nice")[0]) >= 7


def test_what_came_before_a_failure_is_good(sandbox: Sandbox) -> None:
    frames: list[bytes] = []
    with pytest.raises(Failed) as failure:
        sandbox.run(b"half", frames.append)
    assert (frames, failure.value.cause) == ([b"one"], Cause.CRASHED)
    assert answer(sandbox, b"echo a") == [b"a"]


def test_whoever_asks_no_longer_waits_no_longer(sandbox: Sandbox) -> None:
    frames: list[bytes] = []
    before = time.monotonic()
    with pytest.raises(Stopped):
        sandbox.run(b"sleep", frames.append, should_stop=lambda: bool(frames))
    assert time.monotonic() - before < 30
    assert answer(sandbox, b"echo a") == [b"a"]


def test_a_fault_of_whoever_takes_the_frames_leaves_no_child(sandbox: Sandbox) -> None:
    def fail(frame: bytes) -> None:
        raise OSError

    with pytest.raises(OSError):
        sandbox.run(b"sleep", fail)
    assert answer(sandbox, b"echo a") == [b"a"]


def test_only_so_many_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_slots", threading.BoundedSemaphore(1))
    monkeypatch.setattr(client, "MOST_AT_ONCE", 1)
    pool = Pool(WORKER)
    frames: list[bytes] = []
    stop, begun = threading.Event(), threading.Event()

    def hold() -> None:
        def take(frame: bytes) -> None:
            begun.set()

        with pytest.raises(Stopped):
            pool.run(b"sleep", take, should_stop=stop.is_set)

    first = threading.Thread(target=hold)
    first.start()
    assert begun.wait(60)
    asked: list[bool] = []

    def give_up() -> bool:
        asked.append(True)
        return len(asked) > 2

    with pytest.raises(Stopped):
        pool.run(b"echo a", frames.append, should_stop=give_up)
    assert not frames
    stop.set()
    first.join()
    # Two callers brought two sandboxes; no more is kept than can run.
    assert len(pool._idle) == 1
    assert answer(pool, b"echo a") == [b"a"]
    pool.close()
