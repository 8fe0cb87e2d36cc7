"""Signed tokens (JWT): their signature first, then who wrote them, for whom, and until when."""

from typing import Any

from core.people.openid.refusals import Reason, Refusal

# Clocks differ.
LEEWAY_SECONDS = 60


def read(
    token: Any, *, keys: Any, algorithm: str, issuer: str, audience: str, require: tuple[str, ...]
) -> dict[str, Any]:
    """The claims of `token`. Raises Refusal unless `issuer` signed it for `audience` by `algorithm` with one of `keys`.

    The algorithm is the town's setting, never the token's word.
    """
    # Heavy (cryptography), and used at sign-ins only.
    import jwt

    try:
        claims = jwt.decode(
            token,
            _key(jwt.PyJWKSet.from_dict(keys), jwt.get_unverified_header(token).get("kid")),
            algorithms=[algorithm],
            issuer=issuer,
            audience=audience,
            leeway=LEEWAY_SECONDS,
            options={"require": list(require)},
        )
    except (jwt.PyJWTError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise Refusal(Reason.ANSWER, f"token: {type(error).__name__}") from error
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != audience:
        raise Refusal(Reason.ANSWER, "token: made for several, and for another first")
    return claims


def _key(keys: Any, kid: str | None) -> Any:
    """The key of this name; a provider with a single key need not name it."""
    if kid is None and len(keys.keys) == 1:
        return keys.keys[0].key
    return keys[kid].key
