"""The register of incoming mail."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MailItem:
    """Received `days` ago; its first answer left `after` days later. An address with « @ » makes it an e-mail."""

    days: int
    state: str
    address: str
    subject: str
    text: str
    sender: str = ""
    direction: str = ""
    kind: str = ""
    copies: tuple[str, ...] = ()
    reason: str = ""
    after: int = 3
    answered: str = ""
    reply: str = ""
    confidential: bool = False

    @property
    def is_mail(self) -> bool:
        return "@" in self.address
