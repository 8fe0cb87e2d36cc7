"""What the intranet signed still holds after SECRET_KEY changed, as long as the key before is kept."""

import subprocess
import sys
import uuid
from collections.abc import Callable

import pytest
from django.conf import settings as project
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse

from core.documents.limits import Limits
from core.mail.inbound import sender_confirmation
from core.mail.models import IncomingMail, OutgoingMail
from core.mail.outbound import threading
from core.notifications import digests
from core.people import resume_after_login, sign_ins
from core.people.models import Agent
from suggestions.anonymous import actions

pytestmark = pytest.mark.django_db
KEY = uuid.UUID(int=7)


def unsubscribes(agent: Agent) -> Callable[[], bool]:
    token = digests.url_for(agent).rstrip("/").rpartition("/")[2]
    return lambda: digests.agent_of(token) == agent


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


def resumes(agent: Agent) -> Callable[[], bool]:
    packed = resume_after_login.Carried(agent.reference, "/", [("title", ["Un titre"])], False).pack()
    return lambda: resume_after_login.unpack(packed) is not None


def knows_the_browser(agent: Agent) -> Callable[[], bool]:
    response, request = HttpResponse(), HttpRequest()
    request.session = SessionStore()
    sign_ins.remember_device(request, response, agent)
    request.COOKIES[sign_ins.COOKIE] = response.cookies[sign_ins.COOKIE].value
    return lambda: bool(sign_ins._known_device(request, agent))


def limits_uploads(agent: Agent) -> Callable[[], bool]:
    token = Limits(1000, ("pdf",)).token

    def is_read() -> bool:
        try:
            return Limits.of_token(token).largest == 1000
        except ValueError:
            return False

    return is_read


def resets_a_password(agent: Agent) -> Callable[[], bool]:
    token = default_token_generator.make_token(agent)
    return lambda: default_token_generator.check_token(agent, token)


def keeps_a_session(agent: Agent) -> Callable[[], bool]:
    signed = agent.get_session_auth_hash()
    return lambda: signed in {agent.get_session_auth_hash(), *agent.get_session_auth_fallback_hash()}


def knows_an_anonymous_page_sent_again(agent: Agent) -> Callable[[], bool]:
    released = actions.released_keys(KEY)[0]
    return lambda: released in actions.released_keys(KEY)


SIGNED = [
    unsubscribes,
    replies,
    returns_errors,
    confirms,
    resumes,
    knows_the_browser,
    limits_uploads,
    resets_a_password,
    keeps_a_session,
    knows_an_anonymous_page_sent_again,
]


@pytest.mark.parametrize("sign", SIGNED)
def test_it_holds_while_the_key_before_is_kept(settings, author, sign):
    holds = sign(author)
    assert holds()
    settings.SECRET_KEY_FALLBACKS = ["an older key", settings.SECRET_KEY]
    settings.SECRET_KEY = "a key that is all new"
    assert holds()


def test_the_keys_before_come_from_the_environment():
    show = "import django; django.setup(); from django.conf import settings; print(settings.SECRET_KEY_FALLBACKS)"
    done = subprocess.run(
        [sys.executable, "-c", show],
        env={
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "TRIAL": "true",
            "DATABASE_URL": "postgres://nobody@127.0.0.1/unused",
            "SECRET_KEY_FALLBACKS": "before, and-before",
        },
        cwd=project.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.strip() == "['before', 'and-before']"
