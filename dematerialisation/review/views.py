"""The review on the intranet: what every agent reads, and what the group prepares and hands to the review's editor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe
from zipstream import ZipStream

from core.documents import images
from core.documents.fields import DocumentField, UploadFormMixin
from core.documents.serving import file_response
from core.french import short_date, spaced
from core.history.entries import history_of
from core.people.requests import AgentRequest
from core.web import errors
from core.web.docx import DOCX_TYPE, docx
from core.web.fields import OneLineField
from core.web.idempotency import OneTimeForm
from core.web.pagination import paginate
from core.web.pdf import AT_ONCE, Variant, missing_pdf_part, pdf_response, render_pdf
from core.web.refusals import refusals_as_messages, refusals_in
from core.web.rich_text import plain_text_of
from core.web.zips import README, Names, file_blocks, is_whole, new_archive, safe, zip_response
from dematerialisation import policies
from dematerialisation.models import Article, MissingTip, ReviewIssue, ReviewPicture
from dematerialisation.models.review import ALTERNATIVE_LENGTH
from dematerialisation.review import actions
from dematerialisation.review.actions import NARROWEST, WIDTH
from dematerialisation.review.drafts import Figures
from tips.models import Tip

TEMPLATE = "dematerialisation/review/piece_pdf.html"
# To be read aloud too: titles, tables and the alternatives of pictures are tagged.
VARIANT: Variant = "pdf/ua-1"
PICTURES = Prefetch("pictures", ReviewPicture.objects.select_related("document"))


@dataclass(frozen=True)
class Piece:
    """`longest` is the review's room, in characters."""

    source: Tip | Article
    rubric: str
    longest: int
    pdf_url: str
    docx_url: str
    picture_url: str
    summary: str = ""
    pictures: list[ReviewPicture] = field(default_factory=list)
    figures: Figures | None = None

    @property
    def title(self) -> str:
        return self.source.title

    @property
    def is_tip(self) -> bool:
        return isinstance(self.source, Tip)

    @property
    def words(self) -> str:
        """Return the text whose length counts: title, summary and text, without the figures and the table."""
        return "\n\n".join(filter(None, [self.title, self.summary, plain_text_of(self.source.body)]))

    @property
    def docx(self) -> bytes:
        """Return the text to lay out, in styles."""
        body = render_to_string("dematerialisation/review/piece_docx.html", self.context)
        return docx(
            body, title=self.title, author=str(self.source.author) if isinstance(self.source, Tip) else ""
        )

    @property
    def length(self) -> int:
        return len(self.words)

    @property
    def excess(self) -> int:
        return max(self.length - self.longest, 0)

    @property
    def name(self) -> str:
        return safe(f"{'conseil' if self.is_tip else 'article'} {self.title}")

    @property
    def files(self) -> dict[str, Path]:
        """The pictures that the PDF reads, by their addresses."""
        return {picture.get_absolute_url(): picture.document.file_path for picture in self.pictures}

    @property
    def context(self) -> dict[str, Any]:
        return {"piece": self, "source": self.source}


def piece_of_tip(tip: Tip) -> Piece:
    return Piece(
        tip,
        "Le coin de la physique nucléaire",
        settings.REVIEW_TIP_CHARACTERS,
        reverse("review_tip_pdf", args=[tip.reference]),
        reverse("review_tip_docx", args=[tip.reference]),
        reverse("review_tip_picture_add", args=[tip.reference]),
        tip.summary,
        list(ReviewPicture.objects.filter(tip=tip).select_related("document")),
    )


def piece_of_article(article: Article) -> Piece:
    """Make the piece of an article with its `PICTURES`, or with one statement more."""
    return Piece(
        article,
        "La dématérialisation",
        settings.REVIEW_ARTICLE_CHARACTERS,
        reverse("article_pdf", args=[article.reference]),
        reverse("article_docx", args=[article.reference]),
        reverse("article_picture_add", args=[article.reference]),
        pictures=list(article.pictures.all()),
        figures=Figures.from_json(article.figures) if article.figures else None,
    )


def pieces_of(issue: ReviewIssue) -> list[Piece]:
    """The month's tip when it is there, then the articles; four statements."""
    tip = Tip.objects.filter(month=issue.month).for_page().first()
    articles: Iterable[Article] = (
        issue.articles.filter(withdrawn_at=None).prefetch_related(PICTURES).order_by("pk")
    )
    return [*([piece_of_tip(tip)] if tip else []), *map(piece_of_article, articles)]


def zip_of(issue: ReviewIssue, pieces: list[Piece], *, missing_part: str) -> ZipStream:
    """`missing_part` says why there are no PDFs; what is missing, pictures too, is listed in the read-me."""
    archive, names, root = new_archive(), Names(), f"Revue {issue.month:%Y-%m}"
    lost: list[str] = []
    for piece in pieces:
        # Short: Windows counts the whole path.
        folder = names.unique(root, "conseil" if piece.is_tip else "article", "")
        if not missing_part:
            pdf = render_pdf(
                TEMPLATE, piece.context, title=piece.title, variant=VARIANT, pictures=piece.files
            )
            archive.add(pdf, names.unique(folder, piece.name, ".pdf"))
        archive.add(piece.docx, names.unique(folder, piece.name, ".docx"))
        for picture in piece.pictures:
            name = names.unique(folder, picture.alternative, ".jpg")
            document = picture.document
            if is_whole(document.file_path, document.size):
                archive.add(file_blocks(document.file_path), name, size=document.size)
            else:
                lost.append(name.partition("/")[2])
    context = {"issue": issue, "pieces": pieces, "missing_part": missing_part, "lost": lost}
    text = render_to_string("dematerialisation/review/zip_readme.txt", context)
    # With a mark and Windows' line ends, for the oldest of the town's editors.
    archive.add(text.replace("\n", "\r\n").encode("utf-8-sig"), f"{root}/{README}")
    return archive


class PictureForm(OneTimeForm, UploadFormMixin):
    picture = DocumentField(
        label="L’image",
        limits=images.LIMITS,
        help_text=spaced(
            f"L’original de l’appareil, {NARROWEST} pixels de large ou plus ({WIDTH} imprimés) : elle perd la "
            "date et le lieu que l’appareil y a écrits."
        ),
    )
    alternative = OneLineField(
        label="Ce qu’elle montre",
        max_length=ALTERNATIVE_LENGTH,
        help_text="Pour qui ne la voit pas, sur le site comme dans le PDF.",
        error_messages={"required": "Décrivez l’image en une phrase, pour qui ne la voit pas."},
    )


ISSUES_SHOWN = 24
# As the address names them.
SUBJECTS = {
    Article.Kind.SOFTWARE_PROBLEMS: "progiciels",
    Article.Kind.COLLABORATION_TOOLS: "outils-transversaux",
    Article.Kind.FREE: "libre",
}


@require_safe
def review(request: AgentRequest) -> HttpResponse:
    """The articles for everyone; for the group the issues, the drafts, and the months without a tip."""
    articles = Article.objects.published().select_related("issue").defer("body", "figures")
    context: dict[str, Any] = {
        "page": paginate(articles.newest_first(), request),
        "can_write": policies.can_write(request.user),
    }
    if context["can_write"]:
        drafts = {article.kind: article for article in Article.objects.drafts().defer("body", "figures")}
        context |= {
            "issues": ReviewIssue.objects.newest_first()[:ISSUES_SHOWN],
            "drafts": [(kind, word, drafts.get(kind.value)) for kind, word in SUBJECTS.items()],
            "missing_tips": MissingTip.objects.still_missing(on=timezone.localdate()).with_draft(),
        }
    return render(request, "dematerialisation/review/review.html", context)


@require_safe
def review_issue(request: AgentRequest, issue: str) -> HttpResponse:
    found = _issue(request, issue)
    pieces = pieces_of(found)
    context = {
        "issue": found,
        "pieces": [(piece, policies.can_illustrate(request.user, piece.source)) for piece in pieces],
        "has_tip": any(piece.is_tip for piece in pieces),
        "missing_part": missing_pdf_part(),
        "entries": history_of(found),
    }
    return render(request, "dematerialisation/review/review_issue.html", context)


@require_safe
def review_issue_zip(request: AgentRequest, issue: str) -> HttpResponseBase:
    """All that the editor needs; without PDFs where none can be made."""
    found = _issue(request, issue)
    if not AT_ONCE.acquire(blocking=False):
        return errors.busy(request)
    try:
        archive = zip_of(found, pieces_of(found), missing_part=missing_pdf_part())
    finally:
        AT_ONCE.release()
    return zip_response(request, archive, name=f"revue-{found.month:%Y-%m}.zip")


@require_POST
def article_draft(request: AgentRequest, subject: str) -> HttpResponse:
    """Begin an article, or go on with its draft."""
    actions.check_group(request.user)
    kind = next((kind for kind, word in SUBJECTS.items() if word == subject), None)
    if kind is None:
        raise Http404
    article, is_new = actions.draft(kind, by=request.user)
    said = f"Le brouillon {'' if is_new else f'du {short_date(article.drafted_at)} '}est là : à vous de le finir."
    messages.success(request, spaced(said))
    return redirect("admin:dematerialisation_article_change", article.pk)


@require_safe
def article_detail(request: AgentRequest, article: str) -> HttpResponse:
    found = _article(request, article)
    if found.withdrawn_at and not policies.can_write(request.user):
        return render(request, "dematerialisation/review/article_withdrawn.html", {"article": found})
    piece = piece_of_article(found)
    context = {
        "article": found,
        "piece": piece,
        "can_write": policies.can_write(request.user),
        "can_finish": policies.can_publish_article(request.user, found),
        "can_illustrate": policies.can_illustrate(request.user, found),
        "entries": history_of(found),
    }
    return render(request, "dematerialisation/review/article_detail.html", context)


@require_POST
def article_publish(request: AgentRequest, article: str) -> HttpResponse:
    """From its page, which shows what is frozen."""
    actions.check_group(request.user)
    found = _article(request, article)
    with refusals_as_messages(request):
        messages.success(request, actions.publish(found, by=request.user, seen=request.POST.get("seen", "")))
    return redirect(found)


# On paper


@require_safe
def piece_pdf(request: AgentRequest, **which: str) -> HttpResponse:
    piece = _piece(request, **which)
    return pdf_response(
        request,
        TEMPLATE,
        piece.context,
        title=piece.title,
        name=f"{piece.name}.pdf",
        variant=VARIANT,
        pictures=piece.files,
    )


@require_safe
def piece_docx(request: AgentRequest, **which: str) -> HttpResponse:
    piece = _piece(request, **which)
    disposition = content_disposition_header(True, f"{piece.name}.docx") or "attachment"
    headers = {"Content-Disposition": disposition}
    return HttpResponse(piece.docx, content_type=DOCX_TYPE, headers=headers)


def _piece(request: AgentRequest, *, article: str = "", tip: str = "") -> Piece:
    if article:
        return piece_of_article(_article(request, article, withdrawn_at=None))
    return piece_of_tip(_tip(request, tip))


# Pictures


@require_safe
def review_picture(request: AgentRequest, picture: str) -> HttpResponseBase:
    found = get_object_or_404(
        ReviewPicture.objects.visible_to(request.user).select_related("document"), reference=picture
    )
    return file_response(request, found.document)


def picture_add(request: AgentRequest, *, article: str = "", tip: str = "") -> HttpResponse:
    source = _article(request, article) if article else _tip(request, tip)
    actions.check_group(request.user)
    if not policies.can_illustrate(request.user, source):
        raise PermissionDenied(actions.FROZEN)
    posted = request.method == "POST"
    form = PictureForm(request.POST if posted else None, request.FILES if posted else None, by=request.user)
    if posted and form.is_valid():
        data = form.cleaned_data
        with refusals_in(form, "picture"):
            actions.add_picture(
                source,
                by=request.user,
                upload=data["picture"],
                alternative=data["alternative"],
                submission_key=data["submission_key"],
            )
            messages.success(request, "L’image sera imprimée avec le texte.")
            return redirect(_page_of(source))
    context = {"form": form, "source": source, "parent_url": _page_of(source)}
    return render(request, "dematerialisation/review/picture_add.html", context)


@require_POST
def review_picture_remove(request: AgentRequest, picture: str) -> HttpResponse:
    actions.check_group(request.user)
    found = get_object_or_404(
        ReviewPicture.objects.select_related("tip", "article", "document"), reference=picture
    )
    source = found.article or found.tip
    assert source
    with refusals_as_messages(request):
        actions.remove_picture(found, by=request.user)
        messages.success(request, "L’image est retirée.")
    return redirect(_page_of(source))


def _page_of(source: Tip | Article) -> str:
    """An article shows its pictures; those of a tip are on the page of its issue, when there is one."""
    issue = ReviewIssue.objects.filter(month=source.month).first() if isinstance(source, Tip) else None
    return (issue or source).get_absolute_url()


def _issue(request: AgentRequest, reference: str) -> ReviewIssue:
    """For others, there is no such page."""
    if not policies.can_write(request.user):
        raise Http404
    return get_object_or_404(ReviewIssue, reference=reference)


def _article(request: AgentRequest, reference: str, **which: Any) -> Article:
    articles = Article.objects.visible_to(request.user).select_related("issue", "drafted_by")
    return get_object_or_404(articles.prefetch_related(PICTURES), reference=reference, **which)


def _tip(request: AgentRequest, reference: str) -> Tip:
    return get_object_or_404(Tip.objects.visible_to(request.user).for_page(), reference=reference)
