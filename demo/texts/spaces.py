"""The projects of the town across its directions, and what their spaces hold."""

from demo.data_files import read_toml, records
from demo.records.spaces import Project, Request

_spaces = read_toml("spaces.toml")

PROJECTS = records(Project, _spaces["projects"])
REQUESTS = records(Request, _spaces["requests"])
