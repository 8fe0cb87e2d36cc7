"""The providers: what is asked of each, and what its answers say of somebody."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare, get_random_string
from requests import RequestException


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


# For the whole answer; each wait for bytes has allauth's SOCIALACCOUNT_REQUESTS_TIMEOUT besides.
SECONDS = 10
LARGEST = 64 * 1024


class BoundedSession(requests.Session):
    """Raises requests' own RequestException for an answer that is late, too large, or elsewhere."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        ends = time.monotonic() + SECONDS
        wait = min(kwargs.pop("timeout", None) or SECONDS, SECONDS)
        response = super().request(
            *args, **kwargs | {"timeout": wait, "stream": True, "allow_redirects": False}
        )
        with response:
            content = b""
            # Byte by byte (they are buffered below): a larger piece is waited for whole, and one byte now and then
            # would make that wait endless.
            for piece in response.iter_content(1):
                content += piece
                if time.monotonic() > ends or len(content) > LARGEST:
                    raise requests.Timeout("the answer is too slow or too large")
        if response.is_redirect:
            raise requests.TooManyRedirects("the answer is a redirect")
        response._content = content
        return response


# Clocks differ.
LEEWAY_SECONDS = 60
# ProConnect wants 32 at least.
RANDOM_LENGTH = 43
# What allauth's table of links holds.
SUBJECT_LENGTH = 191
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
# The provider gives none, or does not say that it verified it.
NO_ADDRESS = "no address that the provider vouches for"
SAFE_ADDRESS = re.compile(r"https://|http://(127\.0\.0\.1|localhost)[:/]")


@dataclass(frozen=True)
class Identity:
    """Somebody, as their provider vouches for them; `email` in lower case, empty when it does not vouch for it.

    `identifier` and `name` are only compared, the first time; empty when it does not give them.
    """

    provider: str
    subject: str
    email: str
    identifier: str
    name: str
    id_token: str
    end_session: str


@contextmanager
def answers_judged(step: str) -> Iterator[None]:
    """Whatever a provider answers, and if it does not answer, the sign-in is refused; never an error page."""
    try:
        yield
    except (RequestException, OAuth2Error, AttributeError, KeyError, TypeError, ValueError) as error:
        raise Refusal(Reason.ANSWER, f"{step}: {type(error).__name__}") from error


class OpenIDAdapter(OpenIDConnectOAuth2Adapter):
    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's own description: the issuer is who the town's setting names, the addresses are HTTPS."""
        with answers_judged("discovery"):
            config: dict[str, Any] = super().openid_config
            if config["issuer"].rstrip("/") != self.provider_id.rstrip("/"):
                raise Refusal(Reason.ANSWER, "discovery: another issuer")
            if not all(SAFE_ADDRESS.match(config[name]) for name in ENDPOINTS):
                raise Refusal(Reason.ANSWER, "discovery: an address without HTTPS")
        return config

    @property
    def basic_auth(self) -> bool:
        # What the standard says of a provider that says nothing.
        return "client_secret_post" not in self.openid_config.get(
            "token_endpoint_auth_methods_supported", ["client_secret_basic"]
        )

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """By SITE_URL: the provider knows this very address."""
        return settings.SITE_URL.rstrip("/") + reverse("openid_callback", args=[app.provider])

    def fetched(self, step: str, address: str, **kwargs: Any) -> Any:
        with answers_judged(step), get_adapter().get_requests_session() as session:
            response = session.get(address, **kwargs)
            response.raise_for_status()
        return response


class OpenIDProvider(OpenIDConnectProvider):
    """Any provider. `provider_id` is its issuer: a subject is somebody's only beside who wrote it."""

    id = "openid"
    name = "OpenID Connect"
    oauth2_adapter_class = OpenIDAdapter

    def get_login_url(self, request: HttpRequest | None = None, **kwargs: Any) -> str:
        return reverse("openid_start", args=[self.app.provider])

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing else is kept: names and addresses are the directory's."""
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []

    def start(self, request: HttpRequest, *, next_url: str | None, is_shared: bool) -> str:
        """Return the address for signing in; the session keeps the state that comes back with it.

        Nothing that is sent comes from the request. Raises Refusal.
        """
        nonce = get_random_string(RANDOM_LENGTH)
        with answers_judged("start"):
            answer = self.redirect(
                request,
                process="login",
                next_url=next_url,
                data={"nonce": nonce, "is_shared": is_shared},
                auth_params=self.get_auth_params() | {"nonce": nonce},
            )
            return str(answer["Location"])

    def identity(self, request: HttpRequest, code: str, state: dict[str, Any]) -> Identity:
        """Exchange the code, verify what comes back. Raises Refusal."""
        asked = self.get_oauth2_adapter(request)
        config = asked.openid_config
        with answers_judged("token"):
            client = asked.get_client(request, self.app)
            answer = client.get_access_token(code, pkce_code_verifier=state.get("pkce_code_verifier"))
            access_token, id_token = str(answer["access_token"]), str(answer["id_token"])
        with answers_judged("keys"):
            keys = asked.fetched("keys", config["jwks_uri"]).json()
        claims = self._read(id_token, keys, config, require=("iss", "aud", "exp", "iat", "sub", "nonce"))
        if not constant_time_compare(str(claims["nonce"]), state["data"]["nonce"]):
            raise Refusal(Reason.ANSWER, "token: another nonce")
        found = self._userinfo(asked, config, keys, access_token)
        if found.get("sub") != claims["sub"]:
            raise Refusal(Reason.ANSWER, "userinfo: somebody else")
        if not 0 < len(str(claims["sub"])) <= SUBJECT_LENGTH:
            raise Refusal(Reason.ANSWER, "token: no subject, or too long a one")
        email = self._vouched_address(found)
        self._check(claims, found, email)
        return Identity(
            provider=self.sub_id,
            subject=str(claims["sub"]),
            email=email,
            identifier=(_texts(found, "preferred_username") or _texts(found, "uid")).lower(),
            # ProConnect's own is usual_name.
            name=_texts(found, "given_name", "family_name", "usual_name", "name"),
            id_token=id_token,
            end_session=str(config.get("end_session_endpoint", "")),
        )

    def _read(
        self, token: Any, keys: Any, config: dict[str, Any], *, require: tuple[str, ...]
    ) -> dict[str, Any]:
        """Return the claims of `token`. Raises Refusal unless the issuer signed it for us with one of `keys`.

        The algorithm is the town's setting, never the token's word.
        """
        # Heavy (cryptography), and used at sign-ins only.
        import jwt

        try:
            found = jwt.PyJWKSet.from_dict(keys)
            kid: Any = jwt.get_unverified_header(token).get("kid")
            claims = jwt.decode(
                token,
                # A provider with a single key need not name it.
                (found.keys[0] if kid is None and len(found.keys) == 1 else found[kid]).key,
                algorithms=[self.app.settings["algorithm"]],
                issuer=config["issuer"],
                audience=self.app.client_id,
                leeway=LEEWAY_SECONDS,
                options={"require": list(require)},
            )
        except (jwt.PyJWTError, AttributeError, KeyError, TypeError, ValueError) as error:
            raise Refusal(Reason.ANSWER, f"token: {type(error).__name__}") from error
        is_for_several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if is_for_several and claims.get("azp") != self.app.client_id:
            raise Refusal(Reason.ANSWER, "token: made for several, and for another first")
        return claims

    def _userinfo(
        self, asked: OpenIDAdapter, config: dict[str, Any], keys: Any, access_token: str
    ) -> dict[str, Any]:
        """Fetch the provider's data on them: JSON, or a signed token where that is what it sends."""
        response = asked.fetched(
            "userinfo", config["userinfo_endpoint"], headers={"Authorization": f"Bearer {access_token}"}
        )
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind == "application/jwt":
            return self._read(response.text, keys, config, require=("iss", "aud", "sub"))
        if self.app.settings["is_userinfo_signed"]:
            raise Refusal(Reason.ANSWER, "userinfo: not signed")
        with answers_judged("userinfo"):
            return dict(response.json())

    def _vouched_address(self, found: dict[str, Any]) -> str:
        is_vouched = found.get("email_verified") is True or self.app.settings["trusts_addresses"]
        email = found.get("email")
        return email.strip().lower() if is_vouched and isinstance(email, str) else ""

    def _check(self, claims: dict[str, Any], found: dict[str, Any], email: str) -> None:
        """The provider filters nobody: is it our town, our domain, strongly enough?"""
        rules = self.app.settings
        if rules["sirets"] and str(found.get("siret", "")).replace(" ", "") not in rules["sirets"]:
            raise Refusal(Reason.SIRET, email=email)
        if rules["mail_domains"] and email.rpartition("@")[2] not in rules["mail_domains"]:
            detail = "another domain than the town's" if email else NO_ADDRESS
            raise Refusal(Reason.ADDRESS, detail, email=email)
        if rules["strengths"] and claims.get("acr") not in rules["strengths"]:
            raise Refusal(Reason.STRENGTH, email=email)


def _texts(found: dict[str, Any], *names: str) -> str:
    said = (found.get(name) for name in names)
    # A NUL, which the database cannot compare, is in no name.
    return " ".join(text.replace("\x00", "").strip() for text in said if isinstance(text, str)).strip()


class ProConnectProvider(OpenIDProvider):
    """The State's federation of public agents: what differs is in its settings (`config.sign_in`).

    It refuses a request with any parameter that it does not document, so none is sent (PKCE is not documented). Its
    userinfo is a signed token; its subject changes when the town changes its identity provider.
    https://partenaires.proconnect.gouv.fr/docs/fournisseur-service/implementation_technique
    """

    id = "proconnect"
    name = "ProConnect"
