"""Calls to a platform: tried again where that helps, no faster than agreed, the token kept."""

from __future__ import annotations

import time

import pytest
from grand_challenge import TOKEN, Stub

from dragon_prep.core.codes import upload as kinds
from dragon_prep.core.errors import SendFault, UsageFault
from dragon_prep.fetch.secret import Secret
from dragon_prep.send.archive import open_archive
from dragon_prep.send.platform import GRAND_CHALLENGE, VARIABLE, read_platform, require_token
from dragon_prep.send.wire import Patience

QUICK = Patience(first=0.001, longest=0.01, asked=5, crowded=0.01)


@pytest.fixture
def stub():
    serving = Stub()
    yield serving
    serving.close()


def opened(stub, *, token=TOKEN, slug="dragon", rate=5000.0, patience=QUICK):
    platform = read_platform(stub.url)
    return open_archive(platform, slug, Secret(token), rate=rate, patience=patience)


def fault(stub, **more):
    with pytest.raises(SendFault) as caught, opened(stub, **more) as archive:
        archive.items()
    assert TOKEN not in str(caught.value)
    assert "busy" not in str(caught.value)
    return caught.value.kind


@pytest.mark.parametrize("failure", [500, 502, 503, 504, 429, "lost", "cut"])
def test_what_may_pass_is_tried_again(stub, failure):
    stub.fail_next = [failure] * 7
    with opened(stub) as archive:
        assert archive.items() == []
    stub.fail_next = [failure] * 8
    assert fault(stub) is kinds.PLATFORM_LOST


def test_a_no_is_told_at_once(stub):
    assert fault(stub, token="another") is kinds.TOKEN_REFUSED
    assert fault(stub, slug="nothing") is kinds.ARCHIVE_UNKNOWN
    stub.lowest = "0.17.2"
    assert fault(stub) is kinds.PLATFORM_NEWER
    stub.lowest = "0.16.1"
    stub.fail_next = [418]
    calls = len(stub.calls)
    assert fault(stub) is kinds.PLATFORM_REFUSES
    assert len(stub.calls) == calls + 1


def test_the_platform_says_how_long_to_wait(stub):
    stub.fail_next = [(503, {"Retry-After": "1"})]
    started = time.monotonic()
    with opened(stub):
        assert time.monotonic() - started >= 1
    stub.fail_next = [(429, {"Retry-After": "Sun, 29 Nov 2037 12:00:00 GMT"})]
    assert fault(stub) is kinds.PLATFORM_LOST  # nobody waits for years


def test_no_more_calls_in_a_second_than_agreed(stub):
    started = time.monotonic()
    with opened(stub, rate=20.0) as archive:
        for _ in range(4):
            archive.items()
    assert len(stub.calls) == 6
    assert time.monotonic() - started >= 5 / 20


def test_an_item_is_made_once_whatever_becomes_of_the_answer(stub):
    with opened(stub) as archive:
        stub.fail_next = ["lost", 502, "cut"]
        item = archive.create("Task001_a-fold0")
        assert list(stub.items) == [item.pk]
        stub.fail_next = [429, "cut"]
        archive.create("Task001_a-fold1")
    assert [item["title"] for item in stub.items.values()] == ["Task001_a-fold0", "Task001_a-fold1"]


def test_a_file_is_sent_anew_where_the_platform_has_lost_it(stub):
    with opened(stub) as archive:
        socket = archive.socket("nlp-test-dataset")
        item = archive.create("Task001_a-fold0")
        stub.is_busy = True  # too many uploads: wait, then go on
        # The upload was completed and the answer lost: completing it again is refused.
        stub.fail_next = [None, None, None, None, "lost"]
        archive.fill(item, [archive.value_of(socket, None, b"[1]")])
    assert stub.held() == {"Task001_a-fold0": {"nlp-test-dataset": b"[1]"}}
    assert sum(path == "/api/v1/uploads/" for _, path in stub.calls) == 3


def test_a_server_that_is_none(stub):
    platform = read_platform("http://127.0.0.1:9/api/v1/")
    quick = Patience(tries=2, first=0.001)
    with (
        pytest.raises(SendFault) as caught,
        open_archive(platform, "x", Secret(TOKEN), rate=100, patience=quick),
    ):
        pass
    assert caught.value.kind is kinds.PLATFORM_LOST


@pytest.mark.parametrize(
    "url",
    [
        "http://grand-challenge.org/api/v1/",
        "https://me:secret@grand-challenge.org/api/v1/",
        "https://grand-challenge.org/api/v1/?token=secret",
        "ftp://grand-challenge.org/",
        "grand-challenge.org",
        "https://[x/",
    ],
)
def test_addresses_that_would_give_the_token_away_are_refused(url):
    with pytest.raises(UsageFault) as caught:
        read_platform(url)
    assert caught.value.kind is kinds.PLATFORM_ADDRESS
    assert "secret" not in str(caught.value)


def test_the_token_comes_from_the_environment_and_shows_nowhere(monkeypatch):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    platform = read_platform(GRAND_CHALLENGE)
    for told in (TOKEN, f"BEARER {TOKEN}", f" Bearer  {TOKEN}\n"):
        token = require_token(platform, {VARIABLE: told})
        assert token.reveal() == TOKEN
        assert TOKEN not in repr(token)
    for told in ("", "a b c"):
        with pytest.raises(SendFault) as caught:
            require_token(platform, {VARIABLE: told})
        assert caught.value.kind is kinds.TOKEN_MISSING
    assert platform.keyring_service == "dragon-prep upload grand-challenge.org"
