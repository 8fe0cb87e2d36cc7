from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html

from core.approvals import actions, policies
from core.approvals.assignees import places_taken
from core.approvals.forms import DecisionForm, HandOverForm, TickedForm
from core.approvals.models import Approval, ApprovalContent, ApprovalFile, ApprovalStep, Decision
from core.approvals.registry import KINDS
from core.approvals.timeline import path_of
from core.documents.serving import Held
from core.french import exact_count_of, of, spaced
from core.people.models import Agent
from core.people.requests import AgentRequest, agent_of
from core.web.differences import Difference, changed_passages, paragraphs_of
from core.web.pagination import paginate
from core.web.refusals import add_refusal, refusals_in


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
    digests = [{file.document.sha256 for file in files} for files in sides]
    stayed = set.intersection(*digests)
    changed = [file for files in sides for file in files if file.document.sha256 not in stayed]
    unread = {file.title for file in changed if not file.document.pages.all()}
    lines = (
        [content.title, *paragraphs_of(content.text), *_lines(files, stayed, unread)]
        for content, files in zip((before, after), sides, strict=True)
    )
    return Comparison(changed_passages(*lines), bool(unread), digests[0] != digests[1])


def _files(content: ApprovalContent) -> list[ApprovalFile]:
    return list(content.files.select_related("document").prefetch_related("document__pages"))


def _lines(files: Iterable[ApprovalFile], stayed: set[str], unread: set[str]) -> Iterator[str]:
    """Without the text of those that are not read in both versions: all of it would seem added or taken out."""
    for file in files:
        yield spaced(f"Fichier : {file.title} ({file.document.name})")
        if file.document.sha256 not in stayed and file.title not in unread:
            for page in file.document.pages.all():
                yield from filter(None, map(str.strip, page.text.splitlines()))


RECENT, NOTED = 10, spaced("C’est noté : l’information continue son chemin.")
NEXT_FIRST = (F("approval__due_on").asc(nulls_last=True), "began_at", "pk")


def approval_list(request: AgentRequest) -> HttpResponse:
    """List the texts that wait for this person's visa, the nearest day first; then those decided or sent lately.

    Those of one nature are ticked, and given their visas together.
    """
    form = TickedForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            _approve_ticked(request, form.cleaned_data["steps"])
            return redirect("approvals:approval_list")
    waiting = ApprovalStep.objects.waiting_for(request.user, on=timezone.localdate())
    last_content = ApprovalContent.objects.filter(approval=OuterRef("approval")).order_by("-number")
    rows = waiting.select_related("approval__author", "approval__direction").annotate(
        version=Max("approval__contents__number"), digest=Subquery(last_content.values("digest")[:1])
    )
    page = paginate(rows.prefetch_related(_subjects()).order_by(*NEXT_FIRST), request)
    natures = Counter(step.approval.nature for step in page)
    places = places_taken(page, request.user, on=timezone.localdate())
    for step in page:
        step.in_place_of = places.get(step.pk)
        step.ticked_as = f"{step.approval.reference}.{step.position}.{step.digest}"
    decided = (
        Decision.objects.readable_by(request.user)
        .select_related("step__approval", "in_place_of")
        .order_by("-decided_at")
    )
    sent = Approval.objects.filter(author=request.user).standing().order_by("-started_at")
    # One line a text, with the last word on it.
    last = {each.step.approval_id: each for each in reversed(decided[: 3 * RECENT])}
    context = {
        "today": timezone.localdate(),
        "page": page,
        "form": form,
        "ticked": form["steps"].value() or (),
        "together": (together := {nature for nature, count in natures.items() if nature and count > 1}),
        "ticks": {step.approval.is_information for step in page if step.approval.nature in together},
        "decided": sorted(last.values(), key=lambda each: each.decided_at, reverse=True)[:RECENT],
        "sent": sent[:RECENT],
    }
    return render(request, "approvals/approval_list.html", context)


def _subjects() -> Any:
    """Return the prefetch of the rows from which `Approval.nature` and `described` are read."""
    subjects = [
        kind.model._default_manager.select_related(*kind.described_with)
        if kind.described_with
        else kind.model._default_manager.all()
        for kind in KINDS.values()
    ]
    # The library's types look for the generic key on the first model of the path.
    return GenericPrefetch("approval__subject", subjects)


def _approve_ticked(request: AgentRequest, ticked: dict[tuple[str, int], str]) -> None:
    """Give the visas that were ticked and say why the others are not. Raise ValidationError when none may be."""
    agent, references = request.user, [reference for reference, _ in ticked]
    rows = ApprovalStep.objects.filter(approval__reference__in=references).select_related("approval")
    waiting = {
        (step.approval.reference, step.position): step
        for step in rows.waiting_for(agent, on=timezone.localdate()).prefetch_related(_subjects())
    }
    # By an earlier sending of the same page.
    given = Decision.objects.standing().filter(by=agent, step__in=rows)
    done = set(given.values_list("step__approval__reference", "step__position"))
    asked = ((step, ticked[key]) for key, step in waiting.items() if key in ticked)
    count, refused = actions.approve_each(asked, by=agent) if waiting else (0, [])
    if count:
        # They are of one nature: all visas, or all informations.
        is_information = any(step.approval.is_information for key, step in waiting.items() if key in ticked)
        one, many = (
            (NOTED, f"C’est noté : les {count} informations continuent leur chemin.")
            if is_information
            else ("Votre visa est donné.", f"Vos {count} visas sont donnés.")
        )
        messages.success(request, spaced(one if count == 1 else many))
    elif ticked.keys() <= done:
        messages.info(request, "Ces visas étaient déjà donnés.")
    if gone := len(ticked.keys() - waiting.keys() - done):
        what = exact_count_of(gone, "texte coché", "textes cochés")
        refused.append(spaced(f"{what} : ce visa ne vous est plus demandé."))
    for said in refused:
        messages.warning(request, said)


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
    places = places_taken([step], request.user, on=timezone.localdate()) if step and can_decide else {}
    context = {
        "approval": approval,
        "step": step,
        "in_place_of": next(iter(places.values()), None),
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
    # Its form answers for any name typed.
    if not can_hand_over and not (request.method == "POST" and policies.is_asked(request.user, approval)):
        raise PermissionDenied(actions.NOT_ASKED)
    form = HandOverForm(request.POST or None, by=request.user)
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
    data = dict(form.cleaned_data)
    position = data.pop("step")
    step = next((each for each in approval.steps.all() if each.position == position), None)
    if step is None:
        raise Http404
    try:
        actions.decide(step, by=request.user, **data)
    except ValidationError as error:
        add_refusal(form, error)
        return None
    said = {
        Decision.Verdict.APPROVED: NOTED if approval.is_information else "Votre visa est donné.",
        Decision.Verdict.OPPOSED: "Le texte continue son circuit, avec votre avis défavorable.",
        Decision.Verdict.REFUSED: "Le texte revient à son auteur, avec votre motif.",
    }[data["verdict"]]
    following = (
        ApprovalStep.objects.waiting_for(request.user, on=timezone.localdate())
        .select_related("approval")
        .order_by(*NEXT_FIRST)
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
