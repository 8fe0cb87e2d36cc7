"""Typed words outlive the sign-in: a form sent after the session has ended changes nothing and loses nothing.

The contract, for a form whose words are worth it:

    class IdeaForm(ResumableForm, OneTimeForm): ...

    form = IdeaForm(request.POST or None, by=request.user)
    if request.method == "POST" and not is_resuming(request) and form.is_valid():
        …act, and redirect
    return render(…)  # the form, empty, with its errors, or as it was sent before the sign-in

- `by` is the agent for whom the page is made; a signed hidden field says so, and `{% form_fields form %}` writes it.
  With `by=None` (an anonymous idea) the field is not there, and nothing is ever carried.
- A form that needs `by` for itself inherits from ResumableForm and passes `by=` on to it (`rooms/forms.py`);
  `cleaned_data` never holds the field.
- A POST without a session, or with a token that a new sign-in has replaced, never reaches the view. Its answer is a
  page (status 403, so that a script does not take it for a success) that carries the fields, not the files, in one
  signed hidden field: the sign-in's, then « vos mots sont là », whose button sends them to the same address with
  `reprise=1`. `is_resuming` is then true: show the form refilled, do not act.
- A form that is not resumable and whose token was replaced is sent again by a button of the page that says so, without
  its secrets; with files, its words are there to be copied (`sent_by`).
- Whoever else signs in there is told that a text was not shown; it is nowhere but in that page of the browser.
- 200 kB at most; above, the page shows the words to be copied.

No word of it reaches the session, the database or a log.
"""

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from core.people.models import Agent
from core.people.requests import agent_of
from core.ui.resumed_forms import RESUMING

FIELD, CARRIED = "made_for", "carried"
# Neither is of the form: the first is renewed with each page.
NOT_TYPED = {"csrfmiddlewaretoken", FIELD, RESUMING}
SALT = "core.people.resume_after_login"
LIMIT = 200_000
# Passwords, printed codes and the codes of anonymous ideas: never written in a page.
SECRET = re.compile(r"password|^code$", re.IGNORECASE)
# Keys, choices, hours: nothing to copy.
NO_WORDS = re.compile(r"\s*|[\w:=.-]{40,}|\S{,40}")


class _MadeForField(forms.CharField):
    """Says for whom this page is made, never for whom the one that was sent was."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial

    def clean(self, value: Any) -> str:
        """Nothing to judge: a spoilt one carries nothing, and refuses nothing."""
        return ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class ResumableForm(forms.Form):
    """Mix it into a form whose words must outlive the session; see the module."""

    def __init__(self, *args: Any, by: Agent | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by is not None:
            self.fields[FIELD] = _MadeForField(required=False, initial=token_for(by))

    def add_prefix(self, field_name: str) -> str:
        return field_name if field_name == FIELD else super().add_prefix(field_name)

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound:
            self.cleaned_data.pop(FIELD, None)


def token_for(agent: Agent) -> str:
    """The hidden field's value; for a form written by hand, under the name `made_for`."""
    return signing.Signer(salt=SALT).sign(agent.reference)


@dataclass(frozen=True)
class Carried:
    """What was typed: `made_for` is the agent's reference, `path` the address that it was sent to."""

    made_for: str
    path: str
    fields: list[tuple[str, list[str]]]
    # Those of strangers are thrown away as they arrive: nobody knows whether there were any.
    may_have_files: bool

    @property
    def is_too_long(self) -> bool:
        return sum(len(text.encode()) for name, values in self.fields for text in (name, *values)) > LIMIT

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
    """What `Carried.pack` made, whatever its age; None for anything else."""
    try:
        made_for, path, fields, may_have_files = signing.loads(packed, salt=f"{SALT}.{CARRIED}")
    except (signing.BadSignature, ValueError):
        return None
    return Carried(made_for, path, [(name, values) for name, values in fields], may_have_files)


def carried_by(request: HttpRequest) -> Carried | None:
    """The words that this POST brings: typed in a resumable form, or carried by the sign-in page."""
    try:
        posted = request.POST
    except UnreadablePostError:
        # Whoever was sending has gone.
        return None
    if CARRIED in posted:
        return unpack(posted[CARRIED])
    try:
        made_for = signing.Signer(salt=SALT).unsign(posted.get(FIELD, ""))
    except signing.BadSignature:
        return None
    fields = [(name, values) for name, values in posted.lists() if name not in NOT_TYPED]
    return Carried(made_for, request.get_full_path(), fields, request.content_type == "multipart/form-data")


def is_from_this_site(request: HttpRequest) -> bool:
    """Whether the browser says that one of this site's own pages sent the form."""
    return request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"


def sent_by(request: HttpRequest) -> Carried | None:
    """The fields of any form of this site, without its secrets; None for a form of another site.

    Another site's form never comes back with a button: the person would send what that site wrote.
    """
    if not is_from_this_site(request):
        return None
    try:
        posted = request.POST
    except (UnreadablePostError, RequestDataTooBig):
        return None
    fields = [
        (name, values)
        for name, values in posted.lists()
        if name not in (*NOT_TYPED, CARRIED) and not SECRET.search(name)
    ]
    is_stranger = not request.user.is_authenticated
    may_have_files = bool(request.FILES) or (is_stranger and request.content_type == "multipart/form-data")
    return Carried("", request.get_full_path(), fields, may_have_files)


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
    context = {
        "carried": carried,
        "is_stale": is_stale,
        "made_for_name": FIELD,
        "made_for": token_for(agent),
        "resuming_name": RESUMING,
    }
    page = render(request, "people/resumed.html", context, status=403 if is_stale else 200)
    add_never_cache_headers(page)
    return page
