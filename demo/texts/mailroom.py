"""The register of incoming mail: sixty items, in every state, two of them late."""

from demo.data_files import read_toml, records
from demo.records.mailroom import MailItem

_mailroom = read_toml("mailroom.toml")

ADDRESS: str = _mailroom["address"]
# Sorts beside the account « courrier ».
COLLEAGUE: str = _mailroom["colleague"]
# The code of a unit, its postal address, its telephone.
CONTACTS: tuple[tuple[str, str, str], ...] = _mailroom["contacts"]
# The oldest first, as they were numbered.
ITEMS = tuple(sorted(records(MailItem, _mailroom["items"]), key=lambda item: -item.days))
