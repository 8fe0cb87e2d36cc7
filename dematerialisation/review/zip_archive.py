"""An issue as one zip: each piece's PDF, text and pictures."""

from __future__ import annotations

from django.template.loader import render_to_string
from zipstream import ZipStream

from core.ui.pdf import render_pdf
from core.ui.zips import README, Names, file_blocks, is_whole, new_archive
from dematerialisation.models import ReviewIssue
from dematerialisation.review.pieces import TEMPLATE, VARIANT, Piece


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
        archive.add(_crlf(piece.text), names.unique(folder, piece.name, ".txt"))
        for picture in piece.pictures:
            name = names.unique(folder, picture.alternative, ".jpg")
            document = picture.document
            if is_whole(document.file_path, document.size):
                archive.add(file_blocks(document.file_path), name, size=document.size)
            else:
                lost.append(name.partition("/")[2])
    context = {"issue": issue, "pieces": pieces, "missing_part": missing_part, "lost": lost}
    archive.add(
        _crlf(render_to_string("dematerialisation/review/zip_readme.txt", context)), f"{root}/{README}"
    )
    return archive


def _crlf(text: str) -> bytes:
    """Encode with a mark and Windows' line ends, for the oldest of the town's editors."""
    return text.replace("\n", "\r\n").encode("utf-8-sig")
