from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError

from core.documents.upload_handler import LARGEST_DRAINED, LARGEST_DRAINED_FROM_STRANGERS, DiskUploadHandler
from core.web.middleware import Middleware

BLOCK = 65_536


def forget_arrivals(request: HttpRequest) -> None:
    """Delete unused uploads; Django itself forgets the file in hand when a request breaks off."""
    if request.content_type == "multipart/form-data":
        for handler in request.upload_handlers:
            if isinstance(handler, DiskUploadHandler):
                handler.file.close()


class DrainRequestBodyMiddleware(Middleware):
    """An answer sent before the whole request is read is lost: the connection breaks while the browser sends.

    The rest is read and thrown away, within reason; only then does the answer leave.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            response = self.get_response(request)
        finally:
            forget_arrivals(request)
        length = request.headers.get("Content-Length", "")
        if length.isdecimal() and 0 < int(length) <= self._patience(request):
            # The sender may have gone.
            with suppress(UnreadablePostError, ValueError):
                while request.read(BLOCK):
                    pass
        return response

    @staticmethod
    def _patience(request: HttpRequest) -> int:
        is_known = settings.SESSION_COOKIE_NAME in request.COOKIES
        return LARGEST_DRAINED if is_known else LARGEST_DRAINED_FROM_STRANGERS
