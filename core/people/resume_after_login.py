"""Typed words outlive the sign-in: a form sent after the session has ended changes nothing and loses nothing.

No view, form or template does anything for it:

- `{% csrf_token %}` says, in a signed field, for whom the page is made (`core.people.templatetags.made_for`).
- A POST without a session, or with a token that a new sign-in has replaced, never reaches the view. Its answer is a
  page (status 403, so that a script does not take it for a success) that carries the fields, neither the files nor the
  secrets, in one signed hidden field: the sign-in's, then « vos mots sont là », whose button sends them to the same
  address with `reprise=1`. No form is then valid (`core.web.forms`): the view shows it refilled.
- What a view does all the same, which reads no form, is undone: its answer is the page whose button sends it again
  (`core.people.refused_forms.ResumedFormMiddleware`).
- A button that says nothing but its token goes to the sign-in as ever.
- Of the pages made for nobody (the sign-in's own), one whose token was replaced is sent again by a button of the page
  that says so, without its secrets; with files, its words are there to be copied (`sent_by`).
- Users for whom the page was not made read that a text was not shown; it is nowhere but in that page of the browser.
- 200 kB at most; above, the page shows the words to be copied.

No word of it reaches the session, the database or a log.
"""

import re
from dataclasses import dataclass

from django.contrib import messages
from django.core import signing
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from core.people.models import Agent
from core.people.requests import agent_of
from core.web import idempotency, stale_forms
from core.web.forms import MADE_FOR, RESUMING, SECRET

CARRIED = "carried"
# Neither is of the form: the first is renewed with each page.
NOT_TYPED = {"csrfmiddlewaretoken", MADE_FOR, RESUMING, CARRIED}
# Of the form, but nothing that anybody typed.
KEYS = {idempotency.KEY, stale_forms.FIELD}
SALT = "core.people.resume_after_login"
LIMIT = 200_000
# Keys, choices, hours: nothing to copy.
NO_WORDS = re.compile(r"\s*|[\w:=.-]{40,}|\S{,40}")


def token_for(agent: Agent) -> str:
    """The value of the field that says for whom a page is made."""
    return signing.Signer(salt=SALT).sign(agent.reference)


@dataclass(frozen=True)
class Carried:
    """A form that was typed: `made_for` is the agent's reference, `path` the address that it was sent to."""

    made_for: str
    path: str
    fields: list[tuple[str, list[str]]]
    # Those of strangers are thrown away as they arrive: nobody knows whether there were any.
    may_have_files: bool

    @property
    def is_too_long(self) -> bool:
        return sum(len(text.encode()) for name, values in self.fields for text in (name, *values)) > LIMIT

    @property
    def has_secrets(self) -> bool:
        """Whether a password or a code was sent, which is not among the fields."""
        return any(SECRET.search(name) for name, _ in self.fields)

    @property
    def words(self) -> str:
        """The texts among the fields, to be copied."""
        typed = (value for _, values in self.fields for value in values)
        return "\n\n".join(value for value in typed if not NO_WORDS.fullmatch(value))

    def pack(self) -> str:
        """Signed: only a page that this site made for that agent can have sent it."""
        content = [self.made_for, self.path, self.fields, self.may_have_files]
        return signing.dumps(content, salt=f"{SALT}.{CARRIED}", compress=True)


def unpack(packed: str) -> Carried | None:
    """Return the form that `Carried.pack` packed, whatever its age; None for anything else."""
    try:
        made_for, path, fields, may_have_files = signing.loads(packed, salt=f"{SALT}.{CARRIED}")
    except (signing.BadSignature, ValueError):
        return None
    return Carried(made_for, path, [(name, values) for name, values in fields], may_have_files)


def carried_by(request: HttpRequest) -> Carried | None:
    """The words that this POST brings: typed in a page made for somebody, or carried by the sign-in page."""
    try:
        posted = request.POST
    except UnreadablePostError:
        # Whoever was sending has gone.
        return None
    if CARRIED in posted:
        return unpack(posted[CARRIED])
    try:
        made_for = signing.Signer(salt=SALT).unsign(posted.get(MADE_FOR, ""))
    except signing.BadSignature:
        return None
    fields = _fields_of(posted)
    if not any("".join(values).strip() for name, values in fields if name not in KEYS):
        return None
    may_have_files = request.content_type == "multipart/form-data"
    return Carried(made_for, request.get_full_path(), fields, may_have_files)


def _fields_of(posted: QueryDict) -> list[tuple[str, list[str]]]:
    """Return the fields of the form itself; of secrets, the name alone."""
    return [
        (name, [""] if SECRET.search(name) else values)
        for name, values in posted.lists()
        if name not in NOT_TYPED
    ]


def sent_by(request: HttpRequest) -> Carried | None:
    """The fields of any form of this site, without its secrets; None for a form of another site.

    Another site's form never comes back with a button: the person would send what that site wrote.
    """
    if request.headers.get("Origin", "") != f"{request.scheme}://{request.get_host()}":
        return None
    try:
        fields = _fields_of(request.POST)
    except (UnreadablePostError, RequestDataTooBig):
        return None
    is_stranger = not request.user.is_authenticated
    may_have_files = bool(request.FILES) or (is_stranger and request.content_type == "multipart/form-data")
    return Carried("", request.get_full_path(), fields, may_have_files)


@never_cache
def give_back(request: HttpRequest, carried: Carried, *, is_stale: bool = False) -> HttpResponse:
    """The page that holds the words, for the agent who typed them; `is_stale` when it was the page that was too old."""
    agent = agent_of(request)
    if carried.made_for != agent.reference:
        messages.warning(
            request,
            "Quelqu’un d’autre avait commencé un texte sur cet ordinateur. Il n’a été ni envoyé, ni montré, "
            "et il n’est gardé nulle part.",
        )
        return redirect("home")
    if not url_has_allowed_host_and_scheme(carried.path, allowed_hosts=None):
        return redirect("home")
    context = {"carried": carried, "is_stale": is_stale, "resuming_name": RESUMING}
    return render(request, "people/resumed.html", context, status=403 if is_stale else 200)
