"""The tree of Port-Mimosa, its 152 named agents, the accounts of the trial, the project group, a few cards."""

from demo.data_files import read_csv, read_toml, record, records
from demo.records.town import Agent, Assignment, Card, Direction, GroupMember, NamedAccount, Representative

_people = read_toml("people.toml")

# Parents before their children.
DIRECTIONS = read_csv(Direction, "directions.csv")
AGENTS = read_csv(Agent, "agents.csv")
ACCOUNTS = records(NamedAccount, read_toml("town.toml")["accounts"])
MEMBERS = records(GroupMember, _people["members"])
REPRESENTATIVE = record(Representative, _people["representative"])
CARDS = records(Card, _people["cards"])
# Who has a photo, drawn for the demonstration: their initials on a colour.
PHOTO: str = _people["photo"]
# The heads whose function does not begin with a head's title, by the code of their unit.
HEADS: dict[str, str] = _people["heads"]
HEAD_TITLES: tuple[tuple[str, ...], ...] = _people["head_titles"]
# Words of the list by kind, those that are proposed, and the usual ones of a unit by its code.
SKILLS = read_toml("skills.toml")
ASSIGNMENTS = read_csv(Assignment, "assignments.csv")
