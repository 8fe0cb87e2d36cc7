"""Browsers over TLS, without Django: they keep their connection, their cookies, and fill real forms."""

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.mail.dovecot import HOST, trusting

NAME = "intranet.ville.example"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PROXIED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.9"}
# What no answer may hold: an error of ours as Python or Django's debug page write it.
TRACES = ("Traceback", "DEBUG = True", "OperationalError", "psycopg", "django.db", "site-packages")


@dataclass
class Answer:
    status: int
    text: str = ""
    location: str = ""

    @property
    def is_wrong(self) -> bool:
        """A trace, an error that nobody foresaw, or one that is not in French."""
        said = self.text.lower()
        has_trace = any(trace.lower() in said for trace in TRACES)
        return has_trace or self.status == 500 or (self.status >= 400 and 'lang="fr"' not in said)

    @property
    def is_kept(self) -> bool:
        """What was sent is kept: the next page is named, or an error page says so."""
        is_away = self.location.startswith("/compte/")
        return (self.status == 302 and not is_away) or "est bien enregistré" in self.text

    @property
    def hidden(self) -> dict[str, str]:
        """The page's hidden fields: its token, its one-time key."""
        return dict(HIDDEN.findall(self.text))


@dataclass
class Browser:
    """`port` is nginx's; without TLS, that of gunicorn, told what nginx would tell it."""

    port: int
    session: str = ""
    timeout: float = 60
    is_tls: bool = True
    cookies: dict[str, str] = field(default_factory=dict)
    line: http.client.HTTPConnection | None = None

    def __post_init__(self) -> None:
        self.cookies = {"sessionid": self.session} if self.session else {}

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request; a redirection is not followed. Raises OSError or HTTPException when the line breaks."""
        try:
            response = self.send(method, path, body, headers or {}).getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        for header in response.headers.get_all("Set-Cookie", []):
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, text, response.headers.get("Location", ""))

    def send(
        self, method: str, path: str, body: bytes | str | None, headers: Mapping[str, str]
    ) -> http.client.HTTPConnection:
        self.line = line = self.line or self._connection()
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Host": NAME, "Cookie": cookies, "Referer": f"https://{NAME}{path}", **headers}
        line.request(method, path, body, sent if self.is_tls else sent | PROXIED)
        return line

    def _connection(self) -> http.client.HTTPConnection:
        if self.is_tls:
            return http.client.HTTPSConnection(HOST, self.port, timeout=self.timeout, context=trusting())
        return http.client.HTTPConnection(HOST, self.port, timeout=self.timeout)

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        return self.ask("POST", path, urlencode(fields), FORM)

    def close(self) -> None:
        if self.line is not None:
            self.line.close()
        self.line = None
