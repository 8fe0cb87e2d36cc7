from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from core.approvals import actions, policies
from core.approvals.forms import DecisionForm, HandOverForm
from core.approvals.models import Approval, ApprovalContent, ApprovalFile, ApprovalStep, Decision
from core.approvals.reading import path_of
from core.approvals.registry import KINDS
from core.documents.serving import Held
from core.people.models import Agent
from core.people.requests import AgentRequest, agent_of
from core.ui.differences import Difference, changed_passages, paragraphs_of
from core.ui.french import of, spaced
from core.ui.pagination import paginate
from core.ui.refusals import add_refusal, refusals_in


@dataclass(frozen=True)
class Comparison:
    """`differences` are those of the words, the titles of files and the text of those that changed.

    None for texts too long to be compared. `has_unread_files`: the words of a file that changed are not known, and it
    is compared by eye.
    """

    differences: list[Difference] | None
    has_unread_files: bool
    has_other_files: bool


def compared(before: ApprovalContent, after: ApprovalContent) -> Comparison:
    sides = [_files(before), _files(after)]
    # By their content: a file that stayed is neither read again nor said to have changed.
    stayed, either = (
        method({file.document.sha256 for file in sides[0]}, {file.document.sha256 for file in sides[1]})
        for method in (set.intersection, set.union)
    )
    changed = [file for files in sides for file in files if file.document.sha256 not in stayed]
    unread = {file.title for file in changed if not file.document.pages.all()}
    lines = (
        [*_words(content), *_lines(files, stayed, unread)]
        for content, files in zip((before, after), sides, strict=True)
    )
    return Comparison(changed_passages(*lines), bool(unread), stayed != either)


def _files(content: ApprovalContent) -> list[ApprovalFile]:
    return list(content.files.select_related("document").prefetch_related("document__pages"))


def _words(content: ApprovalContent) -> Iterator[str]:
    yield content.title
    yield from paragraphs_of(content.text)


def _lines(files: Iterable[ApprovalFile], stayed: set[str], unread: set[str]) -> Iterator[str]:
    """Without the text of those that are not read in both versions: all of it would seem added or taken out."""
    for file in files:
        yield spaced(f"Fichier : {file.title} ({file.document.name})")
        if file.document.sha256 not in stayed and file.title not in unread:
            for page in file.document.pages.all():
                yield from filter(None, map(str.strip, page.text.splitlines()))


RECENT = 10


@require_safe
def approval_list(request: AgentRequest) -> HttpResponse:
    """List the texts that wait for this person's visa, oldest first; then those decided or sent lately."""
    waiting = ApprovalStep.objects.waiting_for(request.user, on=timezone.localdate())
    rows = waiting.select_related("approval__author", "approval__direction").annotate(
        version=Max("approval__contents__number")
    )
    subjects = [
        kind.model._default_manager.select_related(*kind.described_with)
        if kind.described_with
        else kind.model._default_manager.all()
        for kind in KINDS.values()
    ]
    # The library's types look for the generic key on the first model of the path.
    subject: Any = GenericPrefetch("approval__subject", subjects)
    rows = rows.prefetch_related(subject)
    page = paginate(rows.order_by("began_at", "pk"), request)
    decided = (
        Decision.objects.readable_by(request.user).select_related("step__approval").order_by("-decided_at")
    )
    sent = Approval.objects.filter(author=request.user).standing().order_by("-started_at")
    # One line a text, with the last word on it.
    last = {each.step.approval_id: each for each in reversed(decided[: 3 * RECENT])}
    context = {
        "today": timezone.localdate(),
        "page": page,
        "decided": sorted(last.values(), key=lambda each: each.decided_at, reverse=True)[:RECENT],
        "sent": sent[:RECENT],
    }
    return render(request, "approvals/approval_list.html", context)


def approval_detail(request: AgentRequest, reference: str) -> HttpResponse:
    """The text, its files, its path, and for whoever is asked two buttons."""
    approval = _approval(request, reference)
    form = None
    if request.method == "POST":
        if not policies.is_asked(request.user, approval):
            raise PermissionDenied(actions.NOT_ASKED)
        form = DecisionForm(request.POST)
        if (response := _decided(request, approval, form)) is not None:
            return response
        # The refusal says what is true now: so does the page.
        approval = _approval(request, reference)
    step = _current(approval)
    can_decide = step is not None and policies.can_decide(request.user, step)
    content = approval.contents.prefetch_related("files__document").last()
    assert content is not None
    if can_decide and form is None:
        form = DecisionForm()
    context = {
        "approval": approval,
        "step": step,
        "content": content,
        "form": form,
        "can_decide": can_decide,
        "can_hand_over": can_decide and approval.registered.can_hand_over,
        "described": approval.described,
        "path": path_of(approval, request.user),
        "earlier": (earlier := _earlier(approval, content, form, request.user)),
        "compared": compared(earlier, content) if earlier else None,
        "reads_subject": approval.author == request.user
        or approval.registered.can_read(request.user, approval.subject),
    }
    return render(request, "approvals/approval_detail.html", context)


def step_hand_over(request: AgentRequest, reference: str) -> HttpResponse:
    """« Pas pour moi »; what was typed stays when the step went on meanwhile."""
    approval = _approval(request, reference)
    if not approval.registered.can_hand_over:
        raise PermissionDenied(actions.NOT_HANDED)
    step = _current(approval)
    can_hand_over = step is not None and policies.can_hand_over(request.user, step)
    if not can_hand_over and not (
        request.method == "POST" and policies.may_hand_over(request.user, approval)
    ):
        raise PermissionDenied(actions.NOT_ASKED)
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            if (
                step is None
                or not can_hand_over
                or request.POST.get("step", str(step.position)) != str(step.position)
            ):
                raise ValidationError(actions.NOT_ASKED)
            actions.hand_over(step, by=request.user, **form.cleaned_data)
            messages.success(request, f"Ce visa est maintenant demandé à {form.cleaned_data['to']}.")
            return redirect("approvals:approval_list")
    return render(
        request, "approvals/step_hand_over.html", {"approval": approval, "step": step, "form": form}
    )


def find_file(request: HttpRequest, reference: str, version: int, position: int) -> Held:
    """A file of a version that this person reads."""
    approval = _approval(request, reference)
    versions = _versions_read_by(agent_of(request), approval, shown=request.GET.get("shown", ""))
    files = ApprovalFile.objects.select_related("document").filter(content__in=versions.order_by())
    file = get_object_or_404(files, content__number=version, position=position)
    return Held(file.document, file.title, approval.get_absolute_url())


def find_scan(request: HttpRequest, reference: str, decision: int) -> Held:
    """The visa on paper, for those who read the remarks, and for whoever signed it."""
    approval, agent = _approval(request, reference), agent_of(request)
    decisions = Decision.objects.filter(step__approval=approval, scan__isnull=False).select_related(
        "scan", "by"
    )
    found = get_object_or_404(decisions, pk=decision)
    if not policies.can_read_remarks(agent, approval) and found.by != agent:
        raise Http404
    assert found.scan is not None
    return Held(found.scan, f"Visa {of(found.by)} sur papier", approval.get_absolute_url())


def _approval(request: HttpRequest, reference: str) -> Approval:
    """Raises Http404 for what this person may not know of."""
    approval = get_object_or_404(Approval.objects.with_path(), reference=reference)
    if not policies.can_open(agent_of(request), approval):
        raise Http404
    return approval


def _current(approval: Approval) -> ApprovalStep | None:
    steps = approval.steps.all() if approval.is_running else []
    found = next((step for step in steps if step.state == ApprovalStep.State.CURRENT), None)
    if found is not None:
        found.approval = approval
    return found


def _decided(request: AgentRequest, approval: Approval, form: DecisionForm) -> HttpResponse | None:
    """Return where to go after the decision; None when it was refused, with the reason in the form."""
    if not form.is_valid():
        return None
    step = next((each for each in approval.steps.all() if each.position == form.cleaned_data["step"]), None)
    if step is None:
        raise Http404
    verdict = form.cleaned_data["verdict"]
    try:
        actions.decide(
            step,
            by=request.user,
            verdict=verdict,
            remark=form.cleaned_data["remark"],
            shown=form.cleaned_data["shown"],
        )
    except ValidationError as error:
        add_refusal(form, error)
        return None
    is_visa = verdict == Decision.Verdict.APPROVED
    said = "Votre visa est donné." if is_visa else "Le texte revient à son auteur, avec votre motif."
    following = (
        ApprovalStep.objects.waiting_for(request.user, on=timezone.localdate())
        .select_related("approval")
        .order_by("began_at", "pk")
        .first()
    )
    if following:
        link = '{} <a href="{}">Texte suivant\u00a0: {}</a>'
        said = format_html(link, said, following.approval.get_absolute_url(), following.approval.title)
    messages.success(request, said)
    return redirect("approvals:approval_list")


def _earlier(
    approval: Approval, content: ApprovalContent, form: DecisionForm | None, agent: Agent
) -> ApprovalContent | None:
    """The version to compare with: the one that this page showed, or else the last that this person decided on.

    Those who follow the text compare with the last that anybody did.
    """
    shown = form.cleaned_data.get("shown") if form is not None and form.is_bound else ""
    others = _versions_read_by(agent, approval, shown=shown or "").filter(number__lt=content.number)
    if shown and shown != content.digest:
        return others.filter(digest=shown).last()
    return others.filter(decisions__isnull=False).last()


def _versions_read_by(agent: Agent, approval: Approval, *, shown: str) -> QuerySet[ApprovalContent]:
    """Return all to those who follow the text; to others the last, and those that they were shown or decided on."""
    versions = approval.contents.all()
    if agent == approval.author or approval.registered.can_read(agent, approval.subject):
        return versions
    last = versions.order_by("-number").values("pk")[:1]
    return versions.filter(Q(pk__in=last) | Q(decisions__by=agent) | Q(digest=shown))
