"""The anonymous form and what its code opens: nothing of a request is kept, logged or counted.

A fault in here is told to the reader, with the words still in the page, and to nobody else.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.forms.utils import ErrorDict
from django.http import Http404, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from core.french import spaced
from core.people.requests import AgentRequest
from core.web.refusals import refusals_in
from suggestions.anonymous import actions
from suggestions.anonymous.forms import (
    NO_FILES,
    AnonymousForm,
    CodeForm,
    ContestForm,
    NoFilesHandler,
    ReplyForm,
)
from suggestions.decisions.panel import answer_panel
from suggestions.feedback import ChangeForm
from suggestions.ideas.progress import answer_due_on, decision_due_on, path_of
from suggestions.models import Idea, Message
from suggestions.policies import appeal_of
from suggestions.proposing import drafts
from suggestions.states import State

View = Callable[[AgentRequest], HttpResponse]
FAULT = spaced(
    "Une panne a empêché l’envoi. Rien n’est parti, et rien n’en est noté. Vos mots sont ci-dessous : essayez de "
    "nouveau dans un moment, ou copiez-les. Si cela dure, dites au service informatique d’essayer ce formulaire."
)
TOO_LONG = spaced("Cet envoi est trop long pour être lu : raccourcissez les textes.")
UNREADABLE = spaced("Cet envoi n’a pas pu être lu. Rien n’est parti, et rien n’en est noté : recommencez.")


def without_a_trace(fault_page: Callable[..., HttpResponse]) -> Callable[[View], View]:
    """Files are thrown away, the session is not written, a fault is logged nowhere; no browser keeps the page.

    `fault_page(request, sentence)` shows the form again.
    """

    def decorated(view: View) -> View:
        protected = csrf_protect(view)

        # Exempt here and protected inside: the token is looked for once the files have somewhere to go.
        @csrf_exempt
        @wraps(view)
        def quiet(request: AgentRequest) -> HttpResponse:
            request.upload_handlers = [NoFilesHandler(request)]
            try:
                response = protected(request)
            except (PermissionDenied, Http404):
                raise
            except (RequestDataTooBig, UnreadablePostError):
                response = _unlogged(_told(fault_page, request, TOO_LONG, status=413))
            except (BadRequest, MultiPartParserError, SuspiciousOperation):
                response = _unlogged(_told(fault_page, request, UNREADABLE, status=400))
            except Exception:
                response = _unlogged(_told(fault_page, request, FAULT, status=500))
            # A shared workstation's session notes its last minute: not this one.
            request.session.modified = False
            add_never_cache_headers(response)
            return response

        return quiet

    return decorated


def _told(
    fault_page: Callable[..., HttpResponse], request: AgentRequest, sentence: str, *, status: int
) -> HttpResponse:
    try:
        return fault_page(request, sentence, status=status)
    except Exception:
        # The page itself cannot be made: the sentence alone.
        return HttpResponse(
            f"<!doctype html><html lang='fr'><title>Panne</title><p>{sentence}", status=status
        )


def _unlogged(response: HttpResponse) -> HttpResponse:
    # Django logs the address and the time of every answer from 400 on, unless it believes that it has.
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark, which its types leave out
    return response


def _form_page(request: AgentRequest, form: Any, *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    context = {
        "form": form,
        "draft": drafts.draft_of(request.user),
        "due_on": answer_due_on(now),
        "decision_due_on": decision_due_on(now),
    }
    return render(request, "suggestions/anonymous/idea_propose_anonymous.html", context, status=status)


def _refuse(form: Any, sentence: str) -> None:
    """No field is judged again: what failed once may fail twice."""
    form._errors, form.cleaned_data = ErrorDict(), {}
    form.add_error(None, sentence)


def _form_again(request: AgentRequest, sentence: str, *, status: int) -> HttpResponse:
    try:
        data = request.POST
    except Exception:
        data = None
    form = AnonymousForm(data)
    _refuse(form, sentence)
    return _form_page(request, form, status=status)


@without_a_trace(_form_again)
def idea_propose_anonymous(request: AgentRequest) -> HttpResponse:
    if request.method != "POST":
        return _form_page(request, AnonymousForm())
    form = AnonymousForm(request.POST)
    if any(getattr(handler, "has_files", False) for handler in request.upload_handlers):
        form.add_error(None, NO_FILES)
    if not form.is_valid():
        return _form_page(request, form)
    code, is_first = actions.deposit(**form.cleaned_data)
    context = {
        "code": str(code or ""),
        "is_first": is_first,
        "due_on": answer_due_on(timezone.now()),
        "decision_due_on": decision_due_on(timezone.now()),
    }
    # The code is in this response only: no redirect, no message in a session.
    return render(request, "suggestions/anonymous/anonymous_code.html", context)


def _code_page(request: AgentRequest, form: CodeForm, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, "suggestions/anonymous/follow_up.html", {"form": form, **context}, status=status)


def _code_again(request: AgentRequest, sentence: str, *, status: int) -> HttpResponse:
    form = CodeForm({})
    _refuse(form, sentence)
    return _code_page(request, form, status=status)


@without_a_trace(_code_again)
def follow_up(request: AgentRequest) -> HttpResponse:
    """Opened by the code, which travels in the body of a POST and never in an address."""
    if request.method != "POST":
        return _code_page(request, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _code_page(request, form)
    with refusals_in(form, "code"):
        idea, title = actions.open_with(form.cleaned_data["code"])
    if form.errors:
        return _code_page(request, form)
    if idea is None:
        return render(request, "suggestions/anonymous/follow_up_waiting.html", {"title": title})
    return _idea_of_code(request, idea, form.cleaned_data["code"])


def _idea_of_code(request: AgentRequest, idea: Idea, code: str) -> HttpResponse:
    said, reply, change, contest = "", ReplyForm(), ChangeForm(), ContestForm()
    action = request.POST.get("geste", "")
    if action == "repondre" and not (reply := ReplyForm(request.POST)).errors:
        data = reply.cleaned_data
        actions.reply(idea, text=data["text"], submission_key=data["submission_key"])
        said, reply = spaced("Votre réponse est bien là : le groupe la lira demain matin."), ReplyForm()
    elif action == "retour" and not (change := ChangeForm(request.POST)).errors:
        data = change.cleaned_data
        with refusals_in(change):
            actions.say_what_changed(
                idea, change=data["change"], text=data["words"], submission_key=data["submission_key"]
            )
            said = spaced("Merci ! Votre retour arrivera demain matin.")
    elif action == "contester" and not (contest := ContestForm(request.POST)).errors:
        data = contest.cleaned_data
        with refusals_in(contest):
            actions.contest(idea, reason=data["reason"], submission_key=data["submission_key"])
            said = spaced("C’est noté : le groupe lira demain matin pourquoi vous contestez ce refus.")
    head = idea.head or idea
    context = {
        "idea": idea,
        "head": head,
        "code": code,
        "said": said,
        "path": path_of(head),
        **answer_panel(request.user, head, as_author=True),
        "exchange": Message.objects.filter(idea=idea).select_related("written_by"),
        "waiting_replies": actions.waiting_replies(idea),
        "reply_form": None if head.state in (State.SET_ASIDE, State.WITHDRAWN) else reply,
        "change_form": change if change.errors or actions.can_say_what_changed(idea) else None,
        "appeal": appeal_of(idea),
        "contest_form": contest if contest.errors or actions.can_contest(idea) else None,
    }
    return render(request, "suggestions/anonymous/follow_up_idea.html", context)
