"""Accounts kept elsewhere that open a session, as the environment describes them: none unless a client id is given."""

import json
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import messages
from config.environment import Environment

# The signatures that are verified with the provider's published keys.
ALGORITHMS = ("RS256", "ES256")
# What ProConnect documents, and what is read of it.
PROCONNECT_SCOPES = ["openid", "given_name", "usual_name", "email", "siret", "uid"]


def openid_providers(env: Environment, *, town_siret: str) -> list[dict[str, Any]]:
    """Fields of allauth's SocialApp, one for each provider."""
    return [*_any_provider(env), *_proconnect(env, town_siret)]


def _any_provider(env: Environment) -> list[dict[str, Any]]:
    if not env.text("OPENID_CLIENT_ID"):
        return []
    described = _described(env, "OPENID", "openid", env.text("OPENID_NAME", "le compte de la ville"))
    described["settings"] |= {
        "scope": env.words("OPENID_SCOPES", ["openid", "email", "profile"]),
        "mail_domains": _lower(env.words("OPENID_MAIL_DOMAINS")),
        "sirets": [],
        # Without it, an address is believed when the provider says that it verified it.
        "trusts_addresses": env.switch("OPENID_TRUST_ADDRESSES", False),
        "is_userinfo_signed": False,
        "oauth_pkce_enabled": True,
    }
    return [described]


def _proconnect(env: Environment, town_siret: str) -> list[dict[str, Any]]:
    if not env.text("PROCONNECT_CLIENT_ID"):
        return []
    described = _described(env, "PROCONNECT", "proconnect", "ProConnect")
    described["settings"] |= {
        "scope": PROCONNECT_SCOPES,
        "mail_domains": _lower(env.words("PROCONNECT_MAIL_DOMAINS")),
        "sirets": env.words("PROCONNECT_SIRETS", [town_siret] if town_siret else []),
        # It says nothing of that; the town and the domain are checked instead, at each sign-in.
        "trusts_addresses": True,
        "is_userinfo_signed": True,
        "oauth_pkce_enabled": False,
        "auth_params": _required(described["settings"]["strengths"]),
    }
    if not described["settings"]["sirets"] or not described["settings"]["mail_domains"]:
        raise ImproperlyConfigured(messages.PROCONNECT_FILTERS_NOBODY)
    return [described]


def _described(env: Environment, prefix: str, kind: str, name: str) -> dict[str, Any]:
    address, secret = env.text(f"{prefix}_URL").rstrip("/"), env.text(f"{prefix}_CLIENT_SECRET")
    parts = urlsplit(address)
    is_safe = parts.scheme == "https" or parts.hostname in ("127.0.0.1", "localhost")
    algorithm = env.text(f"{prefix}_ALGORITHM", "RS256")
    if not secret or not parts.hostname or not is_safe or len(address) > 200:
        raise ImproperlyConfigured(messages.OPENID_INCOMPLETE.format(prefix=prefix))
    if algorithm not in ALGORITHMS:
        raise ImproperlyConfigured(messages.OPENID_ALGORITHM.format(prefix=prefix))
    strengths = env.text(f"{prefix}_ACR_VALUES").replace(",", " ").split()
    return {
        "provider": kind,
        "provider_id": address,
        "name": name,
        "client_id": env.text(f"{prefix}_CLIENT_ID"),
        "secret": secret,
        "settings": {
            "server_url": address,
            "algorithm": algorithm,
            "strengths": strengths,
            "auth_params": {"acr_values": " ".join(strengths)} if strengths else {},
        },
    }


def _required(strengths: list[str]) -> dict[str, str]:
    """Require ProConnect's strengths. `acr_values` is a wish: it offers a second factor to those who must give one.

    https://partenaires.proconnect.gouv.fr/docs/fournisseur-service/double_authentification
    """
    asked = {"id_token": {"acr": {"essential": True, "values": strengths}}}
    return {"claims": json.dumps(asked)} if strengths else {}


def _lower(words: list[str]) -> list[str]:
    return [word.lower().removeprefix("@") for word in words]
