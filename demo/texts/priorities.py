"""Wishes and priorities."""

from demo.data_files import read_toml, records
from demo.records.priorities import Priority, Wish

_read = read_toml("priorities.toml")

PRIORITIES = records(Priority, _read["priorities"])
WISHES = records(Wish, _read["wishes"])
