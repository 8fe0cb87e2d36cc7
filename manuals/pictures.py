"""Pictures in a manual that is written here: « [image 1] » in its text is where the first one is read."""

from __future__ import annotations

import re
import uuid
from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST, require_safe
from PIL import Image

from core.documents import actions as documents
from core.documents import images
from core.documents.fields import DocumentField, UploadFormMixin
from core.documents.models import Upload
from core.documents.serving import file_response
from core.french import spaced
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.fields import OneLineField
from core.web.idempotency import OneTimeForm, create_once
from core.web.refusals import refusals_as_messages, refusals_in
from manuals import policies
from manuals.actions import current_or_refused, lock_software
from manuals.models import ALTERNATIVE_LENGTH, Manual, ManualPicture

MOST_PICTURES, SIDE = 30, 2560
TOO_SMALL = spaced(f"Cette image fait moins de {images.SMALLEST} pixels de côté : rien ne s’y lirait.")
NOT_A_PAGE = spaced(
    "Ce manuel n’est pas (ou plus) une page écrite ici à tenir à jour : il reste comme il est."
)
# A tag is skipped whole, whatever its attributes hold; the sanitiser writes a no-break space by its name.
MARK = re.compile(r"""<(?:[^<>"']|"[^"]*"|'[^']*')*>|\[image(?:[ \u00a0]|&nbsp;)?(?P<number>[0-9]{1,3})\]""")


def body_of(manual: Manual, pictures: list[ManualPicture]) -> SafeString:
    """Return the sanitised text with its pictures in place; those that it does not place follow it."""
    found, placed = {picture.number: picture for picture in pictures}, set[int]()

    def shown(match: re.Match[str]) -> str:
        picture = found.get(int(match["number"] or 0))
        if picture is None:
            return match[0]
        placed.add(picture.number)
        return _tag(picture)

    body = MARK.sub(shown, manual.body)
    left = [f"<p>{_tag(picture)}</p>" for picture in pictures if picture.number not in placed]
    return mark_safe("".join([body, *left]))  # noqa: S308  # the text is sanitised, the rest is escaped


def _tag(picture: ManualPicture) -> str:
    return format_html(
        '<a class="picture" href="{0}"><img src="{0}" alt="{1}" width="{2}" height="{3}">'
        '<span class="visually-hidden"> (voir l’image entière)</span></a>',
        picture.get_absolute_url(),
        picture.alternative,
        picture.width,
        picture.height,
    )


@transaction.atomic
def add_picture(
    manual: Manual, *, by: Agent, upload: Upload, alternative: str, submission_key: uuid.UUID
) -> ManualPicture:
    """Add a picture, redrawn without what its file says of its maker; a form sent twice adds one."""
    policies.check_keeper(by, manual.software)
    drawn = images.redrawn(upload.file_path, side=SIDE, too_small=TOO_SMALL)
    width, height = Image.open(BytesIO(drawn)).size
    manual = current_or_refused(manual, lock_software(manual.software, by=by))
    if manual.document_id:
        raise ValidationError(NOT_A_PAGE)

    def create(key: uuid.UUID) -> ManualPicture:
        if manual.pictures.count() >= MOST_PICTURES:
            raise ValidationError(spaced(f"{MOST_PICTURES} images au plus : retirez-en une d’abord."))
        last = manual.pictures.aggregate(last=Max("number"))["last"] or 0
        document = documents.store_bytes(
            drawn,
            name=f"manuel-{manual.reference}-{last + 1}.jpg",
            by=by,
            limits=images.LIMITS,
            read_text=False,
        )
        return ManualPicture.objects.create(
            manual=manual,
            number=last + 1,
            document=document,
            alternative=alternative,
            width=width,
            height=height,
            submission_key=key,
        )

    picture, _ = create_once(ManualPicture.objects.filter(manual=manual), submission_key, create)
    documents.discard(upload, by=by)
    return picture


@transaction.atomic
def remove_picture(picture: ManualPicture, *, by: Agent) -> None:
    """Remove it from any edition: it may show what it should not. Its file goes with the last one that shows it."""
    lock_software(picture.manual.software, by=by)
    if ManualPicture.objects.filter(pk=picture.pk).delete()[0]:
        documents.forget_unheld([picture.document], by=by)


class PictureForm(OneTimeForm, UploadFormMixin):
    picture = DocumentField(
        label="L’image",
        limits=images.LIMITS,
        help_text=spaced(
            "Une capture d’écran : collez-la dans cette page (Ctrl + V), déposez-la sur le bouton ou choisissez "
            "son fichier. Cachez-y d’abord les noms et les données des usagers."
        ),
        error_messages={"required": "Collez, déposez ou choisissez une image."},
    )
    alternative = OneLineField(
        label="Ce qu’elle montre",
        max_length=ALTERNATIVE_LENGTH,
        help_text=spaced("Par exemple « l’onglet Dépenses, bouton Nouveau bon entouré »."),
        error_messages={
            "required": spaced(
                "Décrivez l’image en une phrase : un collègue qui ne la voit pas l’entend à la place."
            )
        },
    )


@require_safe
def manual_picture(request: AgentRequest, picture: str) -> HttpResponseBase:
    """Serve a picture to those who read its manual: every agent, older editions included."""
    found = get_object_or_404(ManualPicture.objects.select_related("document"), reference=picture)
    return file_response(request, found.document)


def manual_picture_add(request: AgentRequest, manual_reference: str) -> HttpResponse:
    manual = get_object_or_404(Manual.objects.for_page(), reference=manual_reference)
    policies.check_keeper(request.user, manual.software)
    posted = request.method == "POST"
    if not posted and (manual.document_id or not manual.is_current):
        raise PermissionDenied(NOT_A_PAGE)
    form = PictureForm(request.POST if posted else None, request.FILES if posted else None, by=request.user)
    if posted and form.is_valid():
        data = dict(form.cleaned_data)
        with refusals_in(form, "picture"):
            picture = add_picture(manual, by=request.user, upload=data.pop("picture"), **data)
            said = f"L’image est ajoutée : elle se lit où le texte dit {picture.mark}, sinon à la fin."
            messages.success(request, spaced(said))
            return redirect(manual)
    return render(request, "manuals/manual_picture_add.html", {"form": form, "manual": manual})


@require_POST
def manual_picture_remove(request: AgentRequest, picture: str) -> HttpResponse:
    rows = ManualPicture.objects.select_related("manual__software", "document")
    found = get_object_or_404(rows, reference=picture)
    policies.check_keeper(request.user, found.manual.software)
    with refusals_as_messages(request):
        remove_picture(found, by=request.user)
        messages.success(
            request, spaced(f"L’image est retirée : ôtez aussi {found.mark} du texte, s’il y est.")
        )
    return redirect(found.manual)
