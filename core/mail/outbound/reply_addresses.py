"""Secret reply addresses, « saperlipopette+<token><signature>@… »: written for one agent about one thing."""

import re
from collections.abc import Iterable

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from core.mail.addresses import detail_of, with_detail
from core.mail.models import ReplyAddress
from core.mail.registry import INBOXES, inbox_of_address
from core.ui.keys import ALPHABET, LENGTH

SALT = "core.mail.outbound.reply_addresses"
SIGNATURE_LENGTH = 8
DETAIL = re.compile(rf"([{ALPHABET}]{{{LENGTH}}})([{ALPHABET}]{{{SIGNATURE_LENGTH}}})")


def signature_of(token: str, *, salt: str = SALT, key: str | bytes | None = None) -> str:
    """Eight characters of the keys' alphabet, about 39 bits: nobody can guess an address."""
    digest = salted_hmac(salt, token, secret=key, algorithm="sha256").digest()
    number, characters = int.from_bytes(digest), []
    for _ in range(SIGNATURE_LENGTH):
        number, position = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[position])
    return "".join(characters)


def token_of(detail: str, *, salt: str = SALT) -> str:
    """The token of « <token><signature> », whatever its case; empty when the signature is not ours."""
    parts = DETAIL.fullmatch(detail.lower())
    if parts is None:
        return ""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    is_ours = any(constant_time_compare(signature_of(parts[1], salt=salt, key=key), parts[2]) for key in keys)
    return parts[1] if is_ours else ""


def reply_email(reply_address: ReplyAddress) -> str:
    """The address that its agent replies to; empty when the inbox is no longer in use."""
    inbox = INBOXES.get(reply_address.inbox)
    if inbox is None or not inbox.addresses:
        return ""
    return with_detail(inbox.addresses[0], reply_address.token + signature_of(reply_address.token))


def find_reply_address(addresses: Iterable[str]) -> ReplyAddress | None:
    """The row of the first of these addresses that is one of ours with a good signature."""
    tokens = [token for address in addresses if (token := _token_at(address))]
    if not tokens:
        return None
    rows = ReplyAddress.objects.select_related("agent").filter(token__in=tokens)
    return min(rows, key=lambda row: tokens.index(row.token), default=None)


def _token_at(address: str) -> str:
    detail = detail_of(address)
    return token_of(detail) if detail and inbox_of_address(address) else ""
