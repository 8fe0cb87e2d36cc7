"""HTTP to a provider: within a time and a size, without following it elsewhere."""

import time
from typing import Any

import requests

# For the whole answer; each wait for bytes has allauth's SOCIALACCOUNT_REQUESTS_TIMEOUT besides.
SECONDS = 10
LARGEST = 64 * 1024


class BoundedSession(requests.Session):
    """Raises requests' own RequestException for an answer that is late, too large, or elsewhere."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        ends = time.monotonic() + SECONDS
        wait = min(kwargs.pop("timeout", None) or SECONDS, SECONDS)
        response = super().request(
            *args, **kwargs | {"timeout": wait, "stream": True, "allow_redirects": False}
        )
        with response:
            content = b""
            # Byte by byte (they are buffered below): a larger piece is waited for whole, and one byte now and then
            # would make that wait endless.
            for piece in response.iter_content(1):
                content += piece
                if time.monotonic() > ends or len(content) > LARGEST:
                    raise requests.Timeout("the answer is too slow or too large")
        if response.is_redirect:
            raise requests.TooManyRedirects("the answer is a redirect")
        response._content = content
        return response
