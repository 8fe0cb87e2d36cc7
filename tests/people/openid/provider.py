"""A provider on loopback that behaves as ProConnect documents, and misbehaves when a test says so.

It signs with real keys, refuses parameters that are not documented, gives each code once and for one client, answers
userinfo as a signed token.
https://partenaires.proconnect.gouv.fr/docs/fournisseur-service/implementation_technique
"""

import json
import secrets
import time
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

CLIENT_ID, CLIENT_SECRET = "the-intranet", "a-secret-of-the-intranet"
# `acr_values` is not among them.
DOCUMENTED = {
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "claims",
    "state",
    "nonce",
    "prompt",
    "idp_hint",
}
DOCUMENTED |= {"login_hint", "siret_hint"}
SCOPES = {"openid", "given_name", "usual_name", "email", "siret", "uid"}
HTML = "<!doctype html><title>Maintenance</title><p>Le service revient bientôt."


@cache
def key(name: str) -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """`person` signs in as soon as their browser comes; tests change the other attributes to make it misbehave."""

    def __init__(self, *, is_proconnect: bool = True) -> None:
        self.is_proconnect = is_proconnect
        self.person: dict[str, Any] = {
            "sub": "subject-of-nadia",
            "given_name": "Nadia",
            "usual_name": "Diallo",
            "email": "nadia@ville.example",
            "siret": "21990999100016",
            "uid": "nadia",
        }
        # What their own provider vouches for; a code by mail adds to it what the service requires.
        self.strength = "eidas1"
        self.published, self.signs_with = ["first"], "first"
        self.html: set[str] = set()
        self.slow: set[str] = set()
        self.answers: dict[str, Any] = {}
        self.id_claims: dict[str, Any] = {}
        self.info_claims: dict[str, Any] = {}
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self.asked: dict[str, dict[str, str]] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.secrets: set[str] = {CLIENT_SECRET}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                sent = {
                    name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()
                }
                provider.answer(self, parts.path, sent)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                sent = {name: values[0] for name, values in parse_qs(body).items()}
                provider.answer(self, urlsplit(self.path).path, sent)

            def log_message(self, *args: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}/api/v2"
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, to: BaseHTTPRequestHandler, path: str, sent: dict[str, str]) -> None:
        step = path.removeprefix("/api/v2/").rpartition("/")[2]
        self.asked[step] = sent
        if step in self.slow:
            return self._drip(to)
        if step in self.html:
            return self._send(to, 200, "text/html", HTML)
        if step in self.answers:
            return self._send(to, 200, "application/json", json.dumps(self.answers[step]))
        return getattr(self, f"_{step.replace('-', '_')}")(to, sent)

    def _openid_configuration(self, to: Any, sent: dict[str, str]) -> None:
        paths = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "userinfo_endpoint": "userinfo",
            "jwks_uri": "jwks",
            "end_session_endpoint": "session/end",
        }
        described = {name: f"{self.issuer}/{path}" for name, path in paths.items()}
        methods = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
        self._json(to, {"issuer": self.issuer} | described | methods)

    def _authorize(self, to: Any, sent: dict[str, str]) -> None:
        allowed = DOCUMENTED if self.is_proconnect else {*sent}
        fault = (
            not {*sent} <= allowed
            or sent.get("response_type") != "code"
            or sent.get("client_id") != CLIENT_ID
            or min(len(sent.get("state", "")), len(sent.get("nonce", ""))) < 32
            or (self.is_proconnect and not {"openid"} <= {*sent["scope"].split()} <= SCOPES)
        )
        if fault:
            return self._send(to, 400, "text/html", "Y000400")
        code = secrets.token_urlsafe(24)
        strength = self._strength(json.loads(sent.get("claims", "{}")))
        self.codes[code] = sent | {"acr": strength}
        self.secrets |= {code, sent["state"], sent["nonce"]}
        back = {"state": sent["state"], "iss": self.issuer}
        if strength:
            back["code"] = code
        else:
            unmet = "None of the requested ACRs could be obtained."
            back |= {"error": "access_denied", "error_description": unmet}
        return self._redirect(to, sent["redirect_uri"], back)

    def _strength(self, claims: dict[str, Any]) -> str:
        """https://partenaires.proconnect.gouv.fr/docs/fournisseur-service/double_authentification"""
        asked = claims.get("id_token", {}).get("acr") or {}
        if not asked.get("essential") or self.strength in asked["values"]:
            return self.strength
        return "eidas1-mfa" if "eidas1-mfa" in asked["values"] else ""

    def _token(self, to: Any, sent: dict[str, str]) -> None:
        asked = self.codes.pop(sent.get("code", ""), None)
        known = (sent.get("client_id"), sent.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        if not asked or not known or sent.get("redirect_uri") != asked["redirect_uri"]:
            return self._json(to, {"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": self.person["sub"],
            "iat": now,
            "exp": now + 60,
        }
        claims |= {"nonce": asked["nonce"], "acr": asked["acr"]}
        access_token = secrets.token_urlsafe(24)
        id_token = self.sign(claims | self.id_claims)
        self.secrets |= {access_token, id_token}
        bearer = {"access_token": access_token, "token_type": "Bearer", "expires_in": 60}
        return self._json(to, bearer | {"id_token": id_token})

    def _jwks(self, to: Any, sent: dict[str, str]) -> None:
        keys = [
            jwt.algorithms.RSAAlgorithm.to_jwk(key(name).public_key(), as_dict=True)
            | {"kid": name, "alg": "RS256", "use": "sig"}
            for name in self.published
        ]
        self._json(to, {"keys": keys})

    def _userinfo(self, to: Any, sent: dict[str, str]) -> None:
        if to.headers.get("Authorization", "").removeprefix("Bearer ") not in self.secrets:
            return self._json(to, {"error": "invalid_token"}, 401)
        person = self.person | self.info_claims
        if not self.is_proconnect:
            return self._json(to, person)
        signed = self.signed({"iss": self.issuer, "aud": CLIENT_ID} | person)
        return self._send(to, 200, "application/jwt", signed)

    def _end(self, to: Any, sent: dict[str, str]) -> None:
        names = {"id_token_hint", "state", "post_logout_redirect_uri"}
        if {*sent} != names or len(sent["state"]) < 32:
            return self._send(to, 400, "text/html", "")
        return self._redirect(to, sent["post_logout_redirect_uri"], {"state": sent["state"]})

    def signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, key(self.signs_with), algorithm="RS256", headers={"kid": self.signs_with})

    def _json(self, to: Any, body: Any, status: int = 200) -> None:
        self._send(to, status, "application/json; charset=utf-8", json.dumps(body))

    @staticmethod
    def _redirect(to: BaseHTTPRequestHandler, address: str, back: dict[str, str]) -> None:
        to.send_response(303)
        to.send_header("Location", f"{address}?{urlencode(back)}")
        to.end_headers()

    @staticmethod
    def _send(to: BaseHTTPRequestHandler, status: int, kind: str, body: str) -> None:
        to.send_response(status)
        to.send_header("Content-Type", kind)
        to.end_headers()
        to.wfile.write(body.encode())

    @staticmethod
    def _drip(to: BaseHTTPRequestHandler) -> None:
        """A byte now and then, each within any wait for the next."""
        to.send_response(200)
        to.end_headers()
        try:
            for _ in range(100):
                to.wfile.write(b" ")
                to.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass
