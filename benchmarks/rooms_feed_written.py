"""`python -m benchmarks.rooms_feed_written SITE`: write its calendar; prints peak (MB), bytes, seconds and events."""

import os
import sys
import time
import warnings

import django


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    warnings.filterwarnings("ignore", message="No directory at")
    django.setup()
    from benchmarks.mail_memory import peak_megabytes
    from benchmarks.people import reader
    from rooms.models import Site
    from rooms.pages.feeds.feeds import Feed

    feed = Feed(site=Site.objects.get(slug=sys.argv[1]))
    began, size, events = time.perf_counter(), 0, 0
    for piece in feed.written(reader()):
        size += len(piece.encode())
        events += piece.count("BEGIN:VEVENT")
    print(peak_megabytes(), size, time.perf_counter() - began, events)


if __name__ == "__main__":
    main()
