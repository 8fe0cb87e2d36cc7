"""A passkey without a browser: it answers as an authenticator would, on `localhost`."""

import json
import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT, ATTESTED = 0x01, 0x40


@dataclass
class Passkey:
    origin: str = "http://localhost"
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def created(self, options: str, **more: Any) -> str:
        """What the browser sends for the page's options (JSON)."""
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(bytes(16), self.id, public)
        data = AuthenticatorData.create(_site(), PRESENT | ATTESTED, 0, credential)
        attestation = AttestationObject.create("none", data, {})
        client = self._client("webauthn.create", options)
        return self._answer({"clientDataJSON": client, "attestationObject": attestation}, more)

    def used(self, options: str, **more: Any) -> str:
        client = self._client("webauthn.get", options)
        data = AuthenticatorData.create(_site(), PRESENT, 1)
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        answer = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._answer(answer, more)

    def _client(self, kind: str, options: str) -> bytes:
        challenge = json.loads(options)["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, parts: dict[str, bytes], more: dict[str, Any]) -> str:
        name = websafe_encode(self.id)
        response = {part: websafe_encode(value) for part, value in parts.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response} | more)


def _site() -> bytes:
    return sha256(b"localhost").digest()
