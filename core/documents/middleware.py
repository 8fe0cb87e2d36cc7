from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError

from core.documents.uploads import LONGEST_HEARD, STRANGERS_HEARD

BLOCK = 65_536


class HearToTheEndMiddleware:
    """An answer given before all was read is lost: the connection breaks under whoever still sends.

    The rest is read and thrown away, within reason; only then does the answer leave.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        length = request.headers.get("Content-Length", "")
        if length.isdecimal() and 0 < int(length) <= self._patience(request):
            # Whoever was sending may have gone.
            with suppress(UnreadablePostError, ValueError):
                while request.read(BLOCK):
                    pass
        return response

    @staticmethod
    def _patience(request: HttpRequest) -> int:
        is_known = settings.SESSION_COOKIE_NAME in request.COOKIES
        return LONGEST_HEARD if is_known else STRANGERS_HEARD
