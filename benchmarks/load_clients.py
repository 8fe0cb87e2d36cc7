"""A morning's clients, in a process of their own: `python -m benchmarks.load_clients PLAN`, a file of JSON.

Requests begin at the plan's rate, whether or not those before them were answered: a slow answer makes nobody ask less.
Without a rate, each of the threads asks for its next page once it has the last. Prints a list of
[what, page, milliseconds, status, is wrong], times counted from the moment that the request was due.
"""

import http.client
import itertools
import json
import random
import sys
import threading
import time
from typing import Any

from benchmarks.browsers import Answer, Browser

# A browser of each agent would keep its own connection; each thread opens a new one now and then.
REQUESTS_A_CONNECTION = 25
MOST_SLEEP = 0.5
# Of the answers that are not as they should be, so many are printed.
MOST_SAID = 3


class Morning:
    """`plan` has `pages` ({what: [[label, path], …]}), their `weights`, `sessions`, `slots`, `ideas`."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.chance = random.Random(plan.get("seed", 2026))
        self.seen: list[tuple[str, str, float, int, bool]] = []
        self.free = iter(plan.get("slots", []))
        self.lock = threading.Lock()
        self.counter, self.wrong = itertools.count(), itertools.count()
        self.due = time.perf_counter()
        self.end = self.due + plan["seconds"]
        self.together = threading.Barrier(plan["threads"])

    def next_moment(self) -> float:
        """When the next request begins, by the rate; now, without one."""
        rate = self.plan.get("rate")
        if not rate:
            return time.perf_counter()
        with self.lock:
            self.due += self.chance.expovariate(rate)
            return self.due

    def work(self) -> None:
        browser = Browser(self.plan["port"], self.chance.choice(self.plan["sessions"]))
        # A crowd comes all at once, and each of it asks at least for one page.
        is_crowd = not self.plan.get("rate")
        if is_crowd:
            self.together.wait()
        for asked in itertools.count(1):
            began = self.next_moment()
            if began >= self.end and (asked > 1 or not is_crowd):
                break
            while (left := began - time.perf_counter()) > 0:
                time.sleep(min(left, MOST_SLEEP))
            self.one(browser, began)
            if asked % REQUESTS_A_CONNECTION == 0:
                browser.close()
            # Another agent each time: all are at work, none asks all the time.
            browser.cookies = {"sessionid": self.chance.choice(self.plan["sessions"])}
        browser.close()

    def one(self, browser: Browser, began: float) -> None:
        weights = self.plan["weights"]
        [what] = self.chance.choices([*weights], [*weights.values()])
        if what == "writes":
            self.write(browser, began)
            return
        label, path = self.chance.choice(self.plan["pages"][what])
        self.asked(what, label, began, lambda: browser.get(path), expected=200)

    def asked(self, what: str, label: str, began: float, ask: Any, *, expected: int) -> Answer:
        try:
            answer = ask()
        except (OSError, http.client.HTTPException) as error:
            answer = Answer(0, repr(error))
        is_wrong = answer.status != expected
        if self.plan.get("is_crowd"):
            # More than the site can serve: what it says to those whom it refuses is what counts.
            is_wrong = answer.is_wrong if answer.status in (502, 503, 504) else is_wrong
        elif is_wrong and next(self.wrong) < MOST_SAID:
            print(f"{label}: {answer.status} {answer.text.partition('<main')[2][:300]}", file=sys.stderr)
        self.seen.append((what, label, (time.perf_counter() - began) * 1000, answer.status, is_wrong))
        return answer

    def write(self, browser: Browser, began: float) -> None:
        """A form is opened, then sent."""
        label, path, words = self.written(next(self.counter))
        page = self.asked("forms", f"{label}, form", began, lambda: browser.get(path), expected=200)
        if page.status == 200:
            sent = {**page.hidden, **words}
            began = time.perf_counter()
            self.asked("writes", label, began, lambda: browser.post(path, sent), expected=302)

    def written(self, number: int) -> tuple[str, str, dict[str, str]]:
        """Three bookings for a comment and an idea; where, and what is typed."""
        if number % 5 == 3:
            text = f"Chez nous aussi, et cela dure ({number})."
            return "comment", f"/idees/{self.chance.choice(self.plan['ideas'])}/commenter/", {"text": text}
        if number % 5 == 4:
            words = {"problem": "Trois tampons pour une clé.", "proposal": "Un seul, à l’accueil."}
            words["title"] = f"Moins de tampons au service n° {number}"
            return "propose", "/idees/proposer/avec-mon-nom/", words
        with self.lock:
            room, day, start, end = next(self.free)
        fields = {"room": room, "date": day, "start": start, "end": end, "title": f"Point n° {number}"}
        return "book", f"/salles/reserver/?salle={room}&le={day}&de={start}&a={end}", fields


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as file:
        morning = Morning(json.load(file))
    threads = [threading.Thread(target=morning.work) for _ in range(morning.plan["threads"])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    json.dump(morning.seen, sys.stdout)


if __name__ == "__main__":
    main()
