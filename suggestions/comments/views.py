from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.french import spaced
from core.people.requests import AgentRequest
from core.web.pagination import page_number, paginate
from core.web.refusals import refusals_as_messages, submitted
from core.web.stale_forms import atomic_post, lock_on_post
from suggestions.comments import actions, policies
from suggestions.comments.conversation import (
    CommentForm,
    CorrectForm,
    HideForm,
    ReplyForm,
    ReportForm,
    thread_of,
)
from suggestions.models import Comment, Idea
from suggestions.policies import can_see, is_in_group


@require_POST
def idea_support(request: AgentRequest, reference: str) -> HttpResponse:
    idea = _idea(request, reference)
    if request.POST.get("soutien") == "non":
        return _done(request, idea, actions.stop_supporting, "Vous ne soutenez plus cette idée.")
    return _done(request, idea, actions.support, spaced("Merci : votre soutien est compté."))


@require_POST
def idea_follow(request: AgentRequest, reference: str) -> HttpResponse:
    idea = _idea(request, reference)
    if request.POST.get("suivi") == "non":
        return _done(request, idea, actions.stop_following, "Vous ne suivez plus cette idée.")
    return _done(request, idea, actions.follow, "Vous serez prévenu de ce que devient cette idée.")


def idea_comment(request: AgentRequest, reference: str) -> HttpResponse:
    idea = _idea(request, reference)
    is_open = policies.can_comment(request.user, idea)
    if request.method != "POST" and not is_open:
        raise PermissionDenied(actions.CLOSED)
    form = CommentForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not is_open:
        # Open when the page was: what was typed is not lost.
        form.add_error(None, actions.CLOSED)
    made = _written(request, form, partial(actions.comment, idea, by=request.user))
    if made:
        return HttpResponseRedirect(f"{idea.get_absolute_url()}#commentaire-{made.reference}")
    context = {
        "idea": idea,
        "form": form,
        "is_named_here": policies.is_named_by_commenting(request.user, idea),
    }
    return render(request, "suggestions/comments/idea_comment.html", context)


def comment_thread(request: AgentRequest, comment: str) -> HttpResponse:
    first = _comment(request, comment)
    if first.parent_id:
        raise Http404
    idea = first.idea.head or first.idea
    is_open = policies.can_comment(request.user, idea)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not is_open:
        form.add_error(None, actions.CLOSED)
    made = _written(request, form, partial(actions.reply, first, by=request.user))
    if made:
        return HttpResponseRedirect(f"{first.get_absolute_url()}#commentaire-{made.reference}")
    number = page_number(request)
    remark, has_next = thread_of(request.user, first, number=number)
    can_settle = remark["is_reported"] and policies.may_moderate_comment(request.user, first)
    context = {
        "idea": idea,
        "remark": remark,
        "page": {"number": number, "previous": number - 1 or None, "next": number + 1 if has_next else None},
        "form": form if form.is_bound or (is_open and not first.hidden_at) else None,
        "is_named_here": policies.is_named_by_commenting(request.user, idea),
        "can_settle": can_settle,
        "reports": first.reports.filter(settled_at=None).select_related("reported_by") if can_settle else [],
    }
    return render(request, "suggestions/comments/comment_thread.html", context)


@atomic_post
def comment_correct(request: AgentRequest, comment: str) -> HttpResponse:
    """For a quarter of an hour; what is sent later is shown again, with why."""
    found = _comment(request, comment)
    if found.author_id != request.user.pk or (
        request.method != "POST" and not policies.can_correct(request.user, found)
    ):
        raise PermissionDenied("Ce commentaire ne se corrige pas (ou plus).")
    lock_on_post(request, found)
    form = CorrectForm(request.POST or None, initial=CorrectForm.initial_for(found))
    action = partial(actions.correct, found, by=request.user)
    if submitted(request, form, action, done="Votre commentaire est corrigé."):
        return redirect(found)
    context = {
        "comment": found,
        "form": form,
        "title": "Corriger mon commentaire",
        "button": "Enregistrer la correction",
    }
    return render(request, "suggestions/comments/comment_ask.html", context)


def comment_take_back(request: AgentRequest, comment: str) -> HttpResponse:
    return _asked(
        request,
        _comment(request, comment),
        forms.Form,
        actions.take_back,
        policies.can_take_back,
        title="Retirer mon commentaire",
        button="Retirer mon commentaire",
        done="Votre commentaire est retiré.",
    )


def comment_report(request: AgentRequest, comment: str) -> HttpResponse:
    return _asked(
        request,
        _comment(request, comment),
        ReportForm,
        actions.report,
        policies.may_report,
        title="Signaler un commentaire",
        button="Signaler au groupe",
        done=spaced("Merci : le groupe va lire ce commentaire, et vous dira ce qu’il en fait."),
    )


def comment_hide(request: AgentRequest, comment: str) -> HttpResponse:
    return _asked(
        request,
        _comment(request, comment),
        HideForm,
        actions.hide_comment,
        policies.may_moderate_comment,
        title="Cacher un commentaire",
        button="Cacher ce commentaire",
        done="Le commentaire est caché, et son auteur sait pourquoi.",
    )


@require_POST
def comment_show(request: AgentRequest, comment: str) -> HttpResponse:
    found = _comment(request, comment)
    return _moderated(request, found, actions.show_comment, "Le commentaire se lit de nouveau.")


@require_POST
def comment_leave(request: AgentRequest, comment: str) -> HttpResponse:
    found = _comment(request, comment)
    done = spaced("Le commentaire reste ; ceux qui l’avaient signalé sont prévenus.")
    return _moderated(request, found, actions.leave_standing, done)


@require_safe
def reports(request: AgentRequest) -> HttpResponse:
    """The group's: comments reported and not settled, those that have waited longest first."""
    if not is_in_group(request.user):
        raise Http404
    reported = Comment.objects.reported().select_related("author", "idea__head", "parent")
    return render(request, "suggestions/comments/reports.html", {"page": paginate(reported, request)})


def _idea(request: AgentRequest, reference: str) -> Idea:
    """The idea on whose page this is done: the head of the one in the address."""
    idea = get_object_or_404(Idea.objects.with_authors(), reference=reference)
    if idea.head_id:
        idea = Idea.objects.with_authors().get(pk=idea.head_id)
    if not can_see(request.user, idea):
        raise Http404
    return idea


def _comment(request: AgentRequest, reference: str) -> Comment:
    comments = Comment.objects.select_related("idea__head", "author", "parent")
    comment = get_object_or_404(comments, reference=reference)
    if not can_see(request.user, comment.idea.head or comment.idea):
        raise Http404
    return comment


def _done(request: AgentRequest, idea: Idea, action: Callable[..., Idea], sentence: str) -> HttpResponse:
    with refusals_as_messages(request):
        idea = action(idea, by=request.user)
        messages.success(request, sentence)
    # Back to where the button was, which says now what it did.
    return HttpResponseRedirect(f"{idea.get_absolute_url()}#soutien")


def _written(request: AgentRequest, form: CommentForm, write: Callable[..., Comment]) -> Comment | None:
    """The comment that this request makes, once; None when the form is to be shown."""
    made: Comment | None = submitted(
        request,
        form,
        write,
        done="Votre commentaire est publié.",
        mine=Comment.objects.filter(author=request.user),
        again="Ce commentaire était déjà publié : le voici.",
    )
    return made


def _asked(
    request: AgentRequest,
    comment: Comment,
    form_class: type[forms.Form],
    action: Callable[..., Comment],
    may: Callable[..., bool],
    *,
    done: str,
    **words: Any,
) -> HttpResponse:
    """A page that asks why, then does it."""
    if not may(request.user, comment):
        raise PermissionDenied("Ce geste n’est pas possible pour vous sur ce commentaire.")
    form = form_class(request.POST if request.method == "POST" else None)
    if submitted(request, form, partial(action, comment, by=request.user), done=done):
        return redirect(comment)
    return render(
        request, "suggestions/comments/comment_ask.html", {"comment": comment, "form": form, **words}
    )


def _moderated(
    request: AgentRequest, comment: Comment, action: Callable[..., Comment], done: str
) -> HttpResponse:
    with refusals_as_messages(request):
        action(comment, by=request.user)
        messages.success(request, done)
    return redirect(reverse("suggestions:reports") if "signalements" in request.POST else comment)
