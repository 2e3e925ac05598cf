"""
Files that people send: kept once under their SHA-256, their true type read from their bytes.

A file is served through a permission check of the feature that holds it, never by its address.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote, urlsplit

import puremagic
from flask import Blueprint, Response, current_app, request

from app.core.errors import NotFound, Refused
from app.core.i18n import N_

LARGEST = 10 * 1024 * 1024  # bytes
ENVELOPE = 64 * 1024  # bytes: the other fields of a form that carries a file
CHUNK = 64 * 1024
# The names under which forms take a file.
FILES = ("file", "evidence")
# What people may send, by the true type of its bytes.
ACCEPTED = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
}


class FileTooLarge(Refused):
    """The file is over the limit."""

    status = 413
    code = "file_too_large"
    message = N_("Ce fichier est trop lourd : 10 Mo au plus. Réduisez-le, puis renvoyez-le.")
    beside = FILES


class FileEmpty(Refused):
    """There is nothing in the file."""

    status = 422
    code = "file_empty"
    message = N_("Ce fichier est vide.")
    beside = FILES


class FileTypeRefused(Refused):
    """The bytes are not of an accepted type, whatever the name says."""

    status = 422
    code = "file_type"
    message = N_("Ce fichier n’est ni un PDF ni une image (JPEG, PNG, WebP).")
    beside = FILES


def let_files_in(bp: Blueprint, *pages: str) -> None:
    """Let these pages of a blueprint read a request as large as a file; others read little."""
    names = {f"{bp.name}.{page}" for page in pages}

    # Nothing that comes later will do: the check of the CSRF token has read the form by then.
    @bp.url_value_preprocessor
    def let_in(endpoint: str | None, _values: dict[str, Any] | None) -> None:
        if endpoint not in names:
            return
        request.max_content_length = LARGEST + ENVELOPE
        if (request.content_length or 0) > LARGEST + ENVELOPE:
            raise FileTooLarge()


@dataclass(frozen=True)
class StoredFile:
    """A file that is kept: its SHA-256 in hexadecimal, its true type, its size in bytes."""

    sha256: str
    media_type: str
    size: int


def true_type(stream: BinaryIO) -> str:
    """
    Return the type of what `stream` holds, by its bytes, and leave it at its beginning.

    :raises FileTooLarge: over 10 MB
    :raises FileEmpty: without a byte
    :raises FileTypeRefused: if its bytes are not a PDF or an image
    """
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    if size > LARGEST:
        raise FileTooLarge()
    if not size:
        raise FileEmpty()
    try:
        media_type = puremagic.from_string(stream.read(4096), mime=True)
    except puremagic.PureError:
        raise FileTypeRefused() from None
    if media_type not in ACCEPTED:
        raise FileTypeRefused()
    stream.seek(0)
    return str(media_type)


def keep(stream: BinaryIO) -> StoredFile:
    """
    Keep what `stream` holds and return what it is; the same bytes are kept once.

    :raises FileTooLarge: over 10 MB
    :raises FileEmpty: without a byte
    :raises FileTypeRefused: if its bytes are not a PDF or an image
    """
    media_type = true_type(stream)
    with tempfile.NamedTemporaryFile(dir=_folder(), delete=False) as copy:
        path = Path(copy.name)
        try:
            digest, size = _copy(stream, copy)
            copy.flush()
            os.fsync(copy.fileno())
        except BaseException:
            path.unlink()
            raise
    target = _path(digest)
    target.parent.mkdir(exist_ok=True)
    path.replace(target)
    return StoredFile(digest, media_type, size)


def read(sha256: str) -> bytes:
    """
    Return the bytes of a kept file.

    :raises FileNotFoundError: if it is not kept here
    """
    return _path(sha256).read_bytes()


def show_file(sha256: str, media_type: str, name: str, cache: str) -> Response:
    """
    Return a kept file to be seen in the browser, called `name` and its type's ending.

    :raises NotFound: if it is not kept here
    """
    try:
        content = read(sha256)
    except FileNotFoundError:
        raise NotFound() from None
    response = Response(content, content_type=media_type)
    called = f"{name}{ACCEPTED.get(media_type, '')}"
    plain = called.encode("ascii", "ignore").decode().replace('"', "")
    response.headers["Content-Disposition"] = (
        f"inline; filename=\"{plain}\"; filename*=UTF-8''{quote(called)}"
    )
    response.headers["Cache-Control"] = cache
    return response


def _copy(stream: BinaryIO, copy: Any) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        digest.update(chunk)
        copy.write(chunk)
    return digest.hexdigest(), size


def _folder() -> Path:
    settings = current_app.config["SETTINGS"]
    path = Path(urlsplit(settings.FILES_URL).path) if settings.FILES_URL else settings.var / "files"
    path.mkdir(parents=True, exist_ok=True)
    return path


def _path(sha256: str) -> Path:
    if len(sha256) != 64 or not sha256.isalnum():
        raise FileNotFoundError(sha256)
    return _folder() / sha256[:2] / sha256
