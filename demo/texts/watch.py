"""The legal watch: eight subjects, thirty entries over two years."""

from demo.data_files import read_toml, records
from demo.records.watch import Entry, Subject

_watch = read_toml("watch.toml")

SUBJECTS = records(Subject, _watch["subjects"])
ENTRIES = records(Entry, _watch["entries"])
