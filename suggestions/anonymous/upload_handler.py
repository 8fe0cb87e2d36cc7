"""Keeps the files of an anonymous idea in memory: on disk they would leave their exact time."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from core.documents.limits import MEGABYTE, size_label
from core.ui.french import spaced

LARGEST_REQUEST = 30 * MEGABYTE
# Beyond, the connection is cut.
LARGEST_READ = 200 * MEGABYTE


class HeldFile(InMemoryUploadedFile):
    """`refusal` says why the file was not held."""

    refusal: str = ""


class MemoryHandler(FileUploadHandler):
    """All of a request's files together may take LARGEST_REQUEST; the rest is read and thrown away."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._heard = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file, self._is_held = BytesIO(), True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._heard += len(raw_data)
        if self._heard > LARGEST_READ:
            raise StopUpload(connection_reset=True)
        if self._heard > LARGEST_REQUEST:
            self._is_held = False
            self.file.truncate(0)
        if self._is_held:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> HeldFile:
        self.file.seek(0)
        file = HeldFile(
            self.file, self.field_name, self.file_name, self.content_type, file_size, self.charset
        )
        if not self._is_held:
            file.refusal = spaced(
                f"Cet envoi dépasse {size_label(LARGEST_REQUEST)} en tout : joignez moins de fichiers."
            )
        return file
