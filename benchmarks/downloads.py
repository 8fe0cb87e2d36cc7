"""Many slow readers of one address, in a process of their own: `python -m benchmarks.downloads PORT PATH COOKIE …`.

It says « reading » once every reader has its first bytes. Each begins again when it has read all, until the standard
input is closed; then the last ones end, and it says how many downloads were begun, how many were whole, and the bytes.
"""

import selectors
import socket
import sys
import time
from dataclasses import dataclass, field

TICK = 0.05
BLOCK = 131_072


@dataclass
class Reader:
    """One download at a time, `rate` bytes a second."""

    port: int
    path: str
    cookie: str
    rate: int
    begun: int = 0
    whole: int = 0
    total: int = 0
    read: int = 0
    began_at: float = 0
    connection: socket.socket = field(default_factory=socket.socket)

    def begin(self) -> None:
        self.connection = socket.socket()
        # Small, or the kernel would take in far more than this reader reads.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BLOCK)
        self.connection.connect(("127.0.0.1", self.port))
        host = f"Host: 127.0.0.1:{self.port}"
        request = f"GET {self.path} HTTP/1.1\r\n{host}\r\nCookie: {self.cookie}\r\nConnection: close\r\n\r\n"
        self.connection.sendall(request.encode())
        self.connection.setblocking(False)
        self.begun, self.read, self.began_at = self.begun + 1, 0, time.monotonic()

    def go_on(self) -> bool:
        """Read what the rate allows by now; false once the download is over."""
        allowed = (time.monotonic() - self.began_at) * self.rate - self.read
        try:
            while allowed > 0:
                block = self.connection.recv(min(int(allowed) + 1, BLOCK))
                if not block:
                    self.connection.close()
                    return False
                self.read += len(block)
                self.total += len(block)
                allowed -= len(block)
        except BlockingIOError:
            pass
        return True


def run(readers: list[Reader], size: int) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(sys.stdin, selectors.EVENT_READ)
        for reader in readers:
            reader.begin()
            selector.register(reader.connection, selectors.EVENT_READ, reader)
        has_said = is_last = False
        while len(selector.get_map()) > (0 if is_last else 1):
            for key, _ in selector.select(TICK):
                reader = key.data
                if reader is None:
                    selector.unregister(sys.stdin)
                    is_last = True
                elif not reader.go_on():
                    selector.unregister(key.fileobj)
                    reader.whole += reader.read > size
                    if not is_last:
                        reader.begin()
                        selector.register(reader.connection, selectors.EVENT_READ, reader)
            if not has_said and all(reader.read for reader in readers):
                has_said = True
                print("reading", flush=True)
            time.sleep(TICK)


def main() -> None:
    port, path, cookie, clients, rate, size = sys.argv[1:]
    readers = [Reader(int(port), path, cookie, int(rate)) for _ in range(int(clients))]
    run(readers, int(size))
    sums = [sum(getattr(reader, name) for reader in readers) for name in ("begun", "whole", "total")]
    print(*sums, flush=True)


if __name__ == "__main__":
    main()
