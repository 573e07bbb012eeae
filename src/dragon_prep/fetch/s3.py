"""Exports in a bucket of a server that speaks S3, by boto3."""

from __future__ import annotations

import base64
import binascii
import contextlib
import os
import re
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes import pull as kinds
from dragon_prep.core.errors import Place, PullFault
from dragon_prep.fetch.library import imported
from dragon_prep.fetch.remote import CHUNK, Listing, RemoteFile, stamp
from dragon_prep.fetch.secret import require_secret

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping

    from dragon_prep.core.errors import ErrorCode
    from dragon_prep.fetch.origin import Origin

_PATIENCE = 60  # seconds without an answer
_KINDS = {
    kinds.LOGIN_REFUSED: (
        *("InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken"),
        *("TokenRefreshRequired", "401", "InvalidClientTokenId", "AuthFailure"),
    ),
    kinds.NOT_ALLOWED: ("AccessDenied", "403", "AllAccessDisabled", "InvalidObjectState"),
    kinds.NOT_THERE: ("NoSuchBucket", "NoSuchKey", "404", "NotFound"),
    kinds.CHANGED_WHILE_READ: ("PreconditionFailed", "412", "InvalidRange", "416"),
    kinds.CONNECTION_LOST: ("SlowDown", "ServiceUnavailable", "InternalError", "500", "503"),
}
_KIND_OF_CODE = {code: kind for kind, codes in _KINDS.items() for code in codes}


class S3:
    """What stands below a path in a bucket, or a single object."""

    def __init__(self, client: Any, origin: Origin) -> None:
        self._client = client
        self._origin = origin
        self._is_single = False

    def files(self, *, dry: bool) -> Listing:
        """See :class:`dragon_prep.fetch.remote.Remote`."""
        del dry  # a listing is all that a dry run needs
        path = self._origin.path
        folder = f"{path}/" if path else ""
        found: list[RemoteFile] = []
        with _faults(self._origin):
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._origin.host, Prefix=path):
                for entry in page.get("Contents", ()):
                    key = entry["Key"]
                    if key == path:
                        self._is_single = True
                        return Listing.of(
                            [_described(key.rpartition("/")[2], entry)], is_single=True
                        )
                    if key.startswith(folder) and not key.endswith("/"):
                        found.append(_described(key.removeprefix(folder), entry))
        return Listing.of(found)

    def look(self, file: RemoteFile) -> RemoteFile:
        """See :class:`dragon_prep.fetch.remote.Remote`."""
        return _described(file.name, self._head(file))

    def read(self, file: RemoteFile, offset: int) -> Generator[bytes]:
        """See :class:`dragon_prep.fetch.remote.Remote`."""
        if offset >= file.size:
            return  # there is no such range
        unchanged = {"IfMatch": f'"{file.version}"'} if file.version else {}
        with _faults(self._origin):
            answer = self._client.get_object(
                Bucket=self._origin.host,
                Key=self._key(file),
                Range=f"bytes={offset}-",
                **unchanged,
            )
            yield from answer["Body"].iter_chunks(CHUNK)

    def checksums(self, file: RemoteFile) -> tuple[str, ...]:
        """The object's SHA-256 if the server has it, and its MD5 where the ETag is that."""
        head = self._head(file)
        found = [_as_hex(str(head.get("ChecksumSHA256", "")))]
        # Encrypted by a key of the customer's or the service's, an ETag is no MD5.
        encrypted = {"SSECustomerAlgorithm", "SSEKMSKeyId"} & set(head)
        found.append("" if encrypted else _etag(head))
        return tuple(value for value in found if re.fullmatch(r"[0-9a-f]{32}|[0-9a-f]{64}", value))

    def _head(self, file: RemoteFile) -> Mapping[str, Any]:
        with _faults(self._origin):
            head: Mapping[str, Any] = self._client.head_object(
                Bucket=self._origin.host, Key=self._key(file), ChecksumMode="ENABLED"
            )
            return head

    def _key(self, file: RemoteFile) -> str:
        path = self._origin.path
        if self._is_single:
            return path
        return f"{path}/{file.name}" if path else file.name


@contextlib.contextmanager
def open_s3(origin: Origin) -> Iterator[S3]:
    """Opens a bucket; the first listing tells whether the key is right.

    Raises:
        UsageFault: if boto3 is not installed.
        PullFault: if there is no key.
    """
    boto3 = imported("boto3", origin)
    config = imported("botocore.config", origin)
    key, secret, token = _credentials(origin)
    with _faults(origin):
        client = boto3.session.Session().client(
            "s3",
            endpoint_url=origin.endpoint or None,
            region_name=origin.region or os.environ.get("AWS_REGION") or "us-east-1",
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            aws_session_token=token,
            verify=origin.ca_file or None,
            config=config.Config(
                connect_timeout=_PATIENCE,
                read_timeout=_PATIENCE,
                retries={"mode": "standard", "total_max_attempts": 3},
                # Servers of hospitals are rarely known by a name for each bucket.
                s3={"addressing_style": "path"} if origin.endpoint else None,
            ),
        )
    try:
        yield S3(client, origin)
    finally:
        client.close()


def _credentials(origin: Origin) -> tuple[str, str, str | None]:
    """Access key, secret key and session token: of the place's user, else the usual variables."""
    if origin.user:
        return origin.user, require_secret(origin, "secret key").reveal(), None
    key, secret = (os.environ.get(name) for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"))
    if not key or not secret:
        detail = "there is no access key for the server"
        remedy = (
            "Put it into the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or "
            "name the access key as `user` in pull.toml: docs/pull.md says where its secret goes."
        )
        place = Place(origin.told)
        raise PullFault(kinds.PASSWORD_MISSING, detail, place=place, remedy=remedy)
    return key, secret, os.environ.get("AWS_SESSION_TOKEN") or None


@contextlib.contextmanager
def _faults(origin: Origin) -> Iterator[None]:
    """Turns what botocore raises into faults without its words."""
    botocore = imported("botocore.exceptions", origin)
    place = Place(origin.told)
    lost = (
        botocore.ConnectionError,
        botocore.HTTPClientError,
        botocore.ResponseStreamingError,
        botocore.IncompleteReadError,
        OSError,
    )
    try:
        yield
    except botocore.ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        raise PullFault(_kind_of(code), place=place) from None
    except botocore.SSLError:
        raise PullFault(kinds.CERTIFICATE_REFUSED, place=place) from None
    except lost:
        raise PullFault(kinds.CONNECTION_LOST, place=place) from None
    except botocore.BotoCoreError:
        raise PullFault(kinds.ANSWER_UNKNOWN, place=place) from None


def _kind_of(code: str) -> ErrorCode:
    return _KIND_OF_CODE.get(code, kinds.ANSWER_UNKNOWN)


def _described(name: str, entry: Mapping[str, Any]) -> RemoteFile:
    size = entry["Size"] if "Size" in entry else entry["ContentLength"]
    return RemoteFile(name, size, stamp(entry["LastModified"].timestamp()), _etag(entry))


def _etag(entry: Mapping[str, Any]) -> str:
    return str(entry.get("ETag", "")).strip('"')


def _as_hex(value: str) -> str:
    """A checksum in base64 as hexadecimal; empty for that of an object in parts."""
    with contextlib.suppress(ValueError, binascii.Error):
        return base64.b64decode(value, validate=True).hex()
    return ""
