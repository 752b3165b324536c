"""Files that are sent to a form: how large a request may be before anything of it is kept, even for a moment.

What kinds of files are taken, and whether a file is what its name says, is for the form's module to judge.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class Bounded(FileUploadHandler):
    """Ends an upload that is larger than any form takes. It stands before the handlers that keep what comes in."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        """Refuses by the length that the request says.

        Raises:
            RequestDataTooBig: it is larger than a request may be.
        """
        self.left = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if content_length > self.left:
            raise RequestDataTooBig("The files of the request are too large.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Counts what really comes, whatever length the request said.

        Raises:
            StopUpload: there is more of it.
        """
        self.left -= len(raw_data)
        if self.left < 0:
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leaves the file to the handlers behind."""
