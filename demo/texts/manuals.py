"""What every manual says, in the words of its software: several ways of saying each thing."""

from demo.data_files import read_toml

_manuals = read_toml("manuals.toml")

OPENING: tuple[str, ...] = _manuals["opening"]
SCREEN: tuple[str, ...] = _manuals["screen"]
SEARCHING: tuple[str, ...] = _manuals["searching"]
MISTAKES: tuple[str, ...] = _manuals["mistakes"]
SHARING: tuple[str, ...] = _manuals["sharing"]
PRIVACY: tuple[str, ...] = _manuals["privacy"]
BREAKDOWN: tuple[str, ...] = _manuals["breakdown"]
NEWS: tuple[str, ...] = _manuals["news"]
MORE: tuple[str, ...] = _manuals["more"]
# A question and its answer.
QUESTIONS: tuple[tuple[str, str], ...] = _manuals["questions"]
