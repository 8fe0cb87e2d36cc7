"""Mails that arrived at saperlipopette@: one of each fate."""

from demo.data_files import read_toml, records
from demo.records.ideas import Mail
from demo.records.town import MAIL_DOMAIN

ADDRESS = f"saperlipopette@{MAIL_DOMAIN}"
MAILS = records(Mail, read_toml("mails.toml")["mails"])
