"""Between a client and a server: lines are cut where a test wants it."""

import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

HOST = "127.0.0.1"


@dataclass
class Proxy:
    """`cuts(connection_number, bytes_so_far)` says whether the server's side falls now. Counts what it let in."""

    port: int
    connections: int = 0
    lines: list[socket.socket] = field(default_factory=list)

    def cut_all(self) -> None:
        for line in self.lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


@contextmanager
def proxy_to(port: int, cuts: Callable[[int, int], bool]) -> Iterator[Proxy]:
    """In front of `port` of this machine, on a port of its own, to the end of the block."""
    listener = socket.create_server((HOST, 0))
    proxy = Proxy(listener.getsockname()[1])

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                proxy.connections += 1
                threading.Thread(target=carry, args=(client, proxy.connections), daemon=True).start()

    def carry(client: socket.socket, number: int) -> None:
        so_far = 0
        with client, socket.create_connection((HOST, port)) as server, suppress(OSError):
            proxy.lines += [client, server]
            while True:
                ready, _, _ = select.select([client, server], [], [])
                for source in ready:
                    content = source.recv(4096)
                    if not content:
                        return
                    so_far += len(content) if source is server else 0
                    if cuts(number, so_far):
                        return
                    (client if source is server else server).sendall(content)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield proxy
    finally:
        # A closed listener alone leaves accept() waiting.
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        proxy.cut_all()
