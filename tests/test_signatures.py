"""What the intranet signs by itself holds after SECRET_KEY changed, as long as the key before is kept.

Django's own signers read the keys before by themselves.
"""

import uuid
from collections.abc import Callable

import pytest

from core.mail.inbound import sender_confirmation
from core.mail.models import IncomingMail, OutgoingMail
from core.mail.outbound import threading
from core.people.models import Agent
from suggestions.anonymous import actions

pytestmark = pytest.mark.django_db
KEY = uuid.UUID(int=7)


def replies(agent: Agent) -> Callable[[], bool]:
    detail = "abcdefghjkmn" + threading.signature_of("abcdefghjkmn")
    return lambda: threading.token_of(detail) == "abcdefghjkmn"


def returns_errors(agent: Agent) -> Callable[[], bool]:
    reference = OutgoingMail(address="x@ville.example").reference
    address = f"idees+retour-{reference}{threading.signature_of(reference, salt=threading.RETURN_SALT)}@ville.example"
    return lambda: threading.reference_in(address) == reference


def confirms(agent: Agent) -> Callable[[], bool]:
    token = sender_confirmation.confirmation_token(IncomingMail(reference="abcdefghjkmn", sender=agent))
    signer = sender_confirmation.signing.TimestampSigner
    return lambda: signer(salt=sender_confirmation.SALT).unsign(token).startswith("abcdefghjkmn:")


def knows_an_anonymous_page_sent_again(agent: Agent) -> Callable[[], bool]:
    released = actions.released_keys(KEY)[0]
    return lambda: released in actions.released_keys(KEY)


@pytest.mark.parametrize("sign", [replies, returns_errors, confirms, knows_an_anonymous_page_sent_again])
def test_it_holds_while_the_key_before_is_kept(settings, author, sign):
    holds = sign(author)
    assert holds()
    settings.SECRET_KEY_FALLBACKS = ["an older key", settings.SECRET_KEY]
    settings.SECRET_KEY = "a key that is all new"
    assert holds()
