"""Why a sign-in with an account kept elsewhere is refused."""

from enum import StrEnum


class Reason(StrEnum):
    """`people/openid_refused.txt` has a sentence for each."""

    LIMIT = "limit"
    STATE = "state"
    CANCELLED = "cancelled"
    ANSWER = "answer"
    SIRET = "siret"
    ADDRESS = "address"
    STRENGTH = "strength"
    UNKNOWN = "unknown"
    ANOTHER = "another"
    SHARED = "shared"
    NAMELESS = "nameless"


class Refusal(Exception):
    """`detail` is for the log: no name, address or token. `email` is set once the provider's word is verified."""

    def __init__(self, reason: Reason, detail: str = "", *, email: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail, self.email = reason, detail, email
