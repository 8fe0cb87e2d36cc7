"""Many slow readers of one address, in a process of their own: `python -m benchmarks.downloads PORT PATH COOKIE …`."""

import selectors
import socket
import sys
import time
from dataclasses import dataclass

TICK = 0.05


@dataclass
class Reader:
    """One download; `allowed` is how much it may have read by now, in bytes."""

    connection: socket.socket
    read: int = 0
    is_over: bool = False


def open_reader(port: int, path: str, cookie: str) -> Reader:
    connection = socket.socket()
    # Small, or the kernel would take in far more than this reader reads.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 131_072)
    connection.connect(("127.0.0.1", port))
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
    )
    connection.sendall(request.encode())
    connection.setblocking(False)
    return Reader(connection)


def read_all(readers: list[Reader], rate: int, *, until: float) -> int:
    """Read at `rate` bytes a second each, until all is read or the moment has come; returns how many finished."""
    began = time.monotonic()
    with selectors.DefaultSelector() as selector:
        for reader in readers:
            selector.register(reader.connection, selectors.EVENT_READ, reader)
        while selector.get_map() and time.monotonic() < until:
            allowed = (time.monotonic() - began) * rate
            for key, _ in selector.select(TICK):
                reader = key.data
                if reader.read < allowed and not take(reader, int(allowed) - reader.read):
                    selector.unregister(reader.connection)
            time.sleep(TICK)
    return sum(reader.is_over for reader in readers)


def take(reader: Reader, most: int) -> bool:
    """Read at most so much; false once the download is over."""
    try:
        while most > 0:
            block = reader.connection.recv(min(most, 131_072))
            if not block:
                reader.is_over = True
                return False
            reader.read += len(block)
            most -= len(block)
    except BlockingIOError:
        pass
    return True


def main() -> None:
    port, path, cookie, clients, rate, seconds = sys.argv[1:]
    readers = [open_reader(int(port), path, cookie) for _ in range(int(clients))]
    print("open", flush=True)
    finished = read_all(readers, int(rate), until=time.monotonic() + float(seconds))
    print(finished, sum(reader.read for reader in readers), flush=True)


if __name__ == "__main__":
    main()
