"""What others send while agents write: a crowd, files, lines that are never done."""

import json
import socket
import subprocess
from collections import Counter
from contextlib import AbstractContextManager

from benchmarks.browsers import Answer, Browser
from benchmarks.faults.writing import PROPOSE
from benchmarks.site import clients as site_clients
from benchmarks.world import World
from tests.mail.dovecot import HOST, trusting

UPLOADS, BOUNDARY = "/documents/envois/", "une-piece-jointe"
KIND = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


def multipart(token: str, size: int) -> bytes:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
    file = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="fichier"; filename="note.txt"\r\n\r\n'
    return f"{head}{file}{'Un mot. ' * (size // 8)}\r\n--{BOUNDARY}--\r\n".encode()


def upload(browser: Browser, size: int = 200_000) -> Answer:
    token = browser.get(PROPOSE).hidden["csrfmiddlewaretoken"]
    return browser.ask("POST", UPLOADS, multipart(token, size), KIND)


def line_to(port: int, *, is_tls: bool = True) -> socket.socket:
    line = socket.create_connection((HOST, port), timeout=60)
    return trusting().wrap_socket(line) if is_tls else line


def crowd_of(
    world: World, *, clients: int, seconds: float, path: str = "/"
) -> AbstractContextManager[subprocess.Popen[bytes]]:
    """So many who all ask for one page at once, more than the site can serve."""
    plan = {"weights": {"home": 1}, "pages": {"home": [["home", path]]}, "is_crowd": True}
    more = {"port": world.site.https, "sessions": world.sessions, "threads": clients, "seconds": seconds}
    return site_clients(plan | more, world.site.folder)


def read_crowd(world: World, crowd: subprocess.Popen[bytes]) -> Counter[int]:
    """How often each status came; what is not a page of ours is complained of."""
    rows = json.loads(crowd.communicate(timeout=300)[0])
    statuses = Counter(status for _, _, _, status, _ in rows)
    wrong = Counter(status for _, _, _, status, is_wrong in rows if is_wrong)
    world.expect(not wrong, f"wrong answers to the crowd: {dict(wrong)}")
    world.notes.append(", ".join(f"{many} × {status}" for status, many in sorted(statuses.items())))
    return statuses
