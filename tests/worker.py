"""The real worker, until its queues are empty."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicRegistry

from config.worker import worker_of


def run_worker(*queues: str) -> None:
    """Raises TimeoutError after a minute. What is deferred at fixed hours is left aside."""
    # In a thread of its own: a browser test may have left an event loop in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_work, list(queues)).result(timeout=60)


def _work(queues: list[str]) -> None:
    worker = worker_of(app)
    worker.periodic_registry = PeriodicRegistry()
    with worker.open():
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, queues=queues)
    connection.close()
