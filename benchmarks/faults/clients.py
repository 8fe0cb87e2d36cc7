"""What others send while agents write: a crowd, files, lines that are never done."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections import Counter

from benchmarks.browsers import Answer, Browser, trusting
from benchmarks.faults.world import World
from benchmarks.faults.writing import PROPOSE
from benchmarks.server import CHECKOUT
from tests.mail.dovecot import HOST

BOUNDARY = "une-piece-jointe"


def multipart(token: str, size: int) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="fichier"; filename="note.txt"\r\n\r\n'
    return f"{head}{file}{'Un mot. ' * (size // 8)}\r\n--{BOUNDARY}--\r\n".encode()


def upload(browser: Browser, size: int = 200_000) -> Answer:
    token = browser.get(PROPOSE).hidden["csrfmiddlewaretoken"]
    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    return browser.ask("POST", "/documents/envois/", multipart(token, size), kind)


def line_to(port: int, *, is_tls: bool = True) -> socket.socket:
    line = socket.create_connection((HOST, port), timeout=60)
    return trusting().wrap_socket(line) if is_tls else line


def start_crowd(world: World, *, clients: int, seconds: float, path: str = "/") -> subprocess.Popen[bytes]:
    plan = {
        "port": world.site.https,
        "sessions": world.sessions,
        "weights": {"home": 1},
        "pages": {"home": [["home", path]]},
        "threads": clients,
        "seconds": seconds,
        "is_crowd": True,
    }
    path_of_plan = world.site.folder / "crowd.json"
    path_of_plan.write_text(json.dumps(plan))
    command = [sys.executable, "-m", "benchmarks.load_clients", str(path_of_plan)]
    return subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE)


def read_crowd(world: World, crowd: subprocess.Popen[bytes]) -> Counter[int]:
    """How often each status came; what is not a page of ours is complained of."""
    rows = json.loads(crowd.communicate(timeout=300)[0])
    statuses = Counter(status for _, _, _, status, _ in rows)
    wrong = Counter(status for _, _, _, status, is_wrong in rows if is_wrong)
    world.expect(not wrong, f"wrong answers to the crowd: {dict(wrong)}")
    world.notes.append(
        "the crowd: " + ", ".join(f"{many} × {status}" for status, many in sorted(statuses.items()))
    )
    return statuses
