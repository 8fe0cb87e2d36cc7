"""People who ask for one page again and again: `python -m benchmarks.rooms_clients PORT PATH COOKIE CLIENTS SECONDS`.

Each has a connection of its own, kept open. Prints how many pages came in all, and the p95 in milliseconds.
"""

import http.client
import sys
import threading
import time
from statistics import quantiles


def client(port: int, path: str, cookie: str, until: float, spent: list[float]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while (began := time.perf_counter()) < until:
        connection.request("GET", path, headers={"Cookie": cookie})
        response = connection.getresponse()
        body = response.read()
        if response.status != 200 or b"<h1" not in body:
            raise RuntimeError(f"{path} answered {response.status}: nothing to measure")
        spent.append((time.perf_counter() - began) * 1000)
    connection.close()


def main() -> None:
    port, path, cookie, clients, seconds = sys.argv[1:]
    until = time.perf_counter() + float(seconds)
    spent: list[list[float]] = [[] for _ in range(int(clients))]
    threads = [threading.Thread(target=client, args=(int(port), path, cookie, until, mine)) for mine in spent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    every = [duration for mine in spent for duration in mine]
    print(len(every), quantiles(every, n=20)[-1])


if __name__ == "__main__":
    main()
