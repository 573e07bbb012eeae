"""What a manifest may say of a review: figures that fit together, and nothing else."""

from __future__ import annotations

import copy
import json

import pytest
from worlds import KEY

from dragon_prep.archive.manifest import MANIFEST, write_manifest
from dragon_prep.archive.proof import DIGEST, FILES, HMAC
from dragon_prep.archive.review import REVIEW, misfit, read_review
from dragon_prep.core.codes import archive as rules
from dragon_prep.core.errors import InputFault, UsageFault
from dragon_prep.core.targets import TargetType
from dragon_prep.evaluation.doubt import Doubt
from dragon_prep.evaluation.miss_rate import Reviewed, Stratum, miss_rate
from dragon_prep.services.review_estimate import review_json

FOUND = miss_rate(
    {
        Stratum("umcg", Doubt.HIGH, 300, 9000, 3): [Reviewed(30, 6, m) for m in (2, 0, 1)],
        Stratum("umcg", Doubt.LOW, 700, 20_000, 2): [Reviewed(25, 5, 0)] * 2,
    },
    0.95,
)
BODY = review_json(FOUND)


def changed(**members):
    return {**copy.deepcopy(BODY), **members}


def test_an_estimate_fits():
    assert misfit(BODY) == ""
    assert misfit(json.loads(json.dumps(BODY))) == ""
    assert "umcg" not in json.dumps(BODY)
    without_phi = {Stratum("x", Doubt.LOW, 9, 90, 1): [Reviewed(9, 0, 0)]}
    assert misfit(review_json(miss_rate(without_phi, 0.5))) == ""


FIGURE = BODY["phi_words_missed"]
STRATA = BODY["strata"]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (None, "the members it has"),
        ([], "the members it has"),
        ({k: v for k, v in BODY.items() if k != "strata"}, "the members it has"),
        (changed(note="Jansen"), "the members it has"),
        (changed(format=2), "format"),
        (changed(format=True), "format"),
        (changed(confidence=1.0), "confidence"),
        (changed(confidence="0.95"), "confidence"),
        (changed(reports=-1), "reports"),
        (changed(reports=1001), "reports"),
        (changed(reviewed=True), "reviewed"),
        (changed(missed_words=4), "missed_words"),
        (changed(phi_words_missed={**FIGURE, "low": 0.9}), "phi_words_missed"),
        (changed(phi_words_missed={**FIGURE, "high": 1.1}), "phi_words_missed"),
        (changed(phi_words_missed={**FIGURE, "high": float("nan")}), "phi_words_missed"),
        (changed(phi_words_missed={**FIGURE, "high": None}), "phi_words_missed"),
        (changed(phi_words_missed={**FIGURE, "note": 1}), "phi_words_missed"),
        (changed(reports_with_miss=0.5), "reports_with_miss"),
        (changed(reports_needed_below_1_percent={}), "reports_needed_below_1_percent"),
        (changed(strata=[]), "strata"),
        (changed(strata=[{**STRATA[0], "doubt": "Jansen"}, STRATA[1]]), "strata"),
        (changed(strata=[{**STRATA[0], "centre": "umcg"}, STRATA[1]]), "strata"),
        (changed(strata=STRATA[:1]), "reports"),
    ],
)
def test_what_does_not_fit_is_named_and_not_quoted(tmp_path, body, named):
    assert misfit(body) == named
    path = tmp_path / "review.json"
    path.write_text(json.dumps(body), encoding="ascii")
    with pytest.raises(InputFault) as fault:
        read_review(path)
    assert fault.value.kind.code == "E232"
    assert "Jansen" not in str(fault.value)


def test_no_count_is_larger_than_its_whole():
    one = {**STRATA[0], "phi_words": 4, "missed_words": 5, "with_miss": 2}
    body = changed(strata=[one], **{k: v for k, v in one.items() if k != "doubt"})
    assert misfit(body) == "missed_words"


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b'"\xc3\xa9"', b" " * (1 << 21)])
def test_other_files_are_refused(tmp_path, data):
    path = tmp_path / "review.json"
    path.write_bytes(data)
    with pytest.raises(InputFault) as fault:
        read_review(path)
    assert fault.value.kind.code == "E232"
    with pytest.raises(UsageFault):
        read_review(tmp_path / "none.json")


def test_verify_takes_manifests_with_a_review_and_without(release):
    release.add(TargetType.SINGLE_LABEL_BINARY)
    assert release.findings() == []
    path = release.root / MANIFEST
    manifest = json.loads(path.read_text(encoding="ascii"))
    for name in (FILES, DIGEST, HMAC):
        del manifest[name]
    for review, wanted in ((BODY, []), (changed(reports=5), [rules.REVIEW_ENTRY]), (None, None)):
        write_manifest(release.root, {**manifest, REVIEW: review}, key=KEY)
        found = [kind for kind, *_ in release.findings()]
        assert found == ([rules.REVIEW_ENTRY] if wanted is None else wanted)


ONE = {
    "doubt": "low",
    "reports": 8,
    "reviewed": 4,
    "words_reviewed": 40,
    "phi_words": 8,
    "missed_words": 4,
    "with_miss": 4,
}
NONE = {"value": None, "low": None, "high": None}


def whole(*strata, **members):
    """A review whose sums fit its strata."""
    sums = {name: sum(s[name] for s in strata) for name in ONE if name != "doubt"}
    figure = {"value": 0.5, "low": 0.25, "high": 0.75}
    body = {
        "format": 1,
        "confidence": 0.95,
        **sums,
        "missed_per_1000_words": figure,
        "phi_words_missed": figure,
        "reports_with_miss": figure,
        "strata": list(strata),
        "reports_needed_below_1_percent": {"phi_words_missed": None, "reports_with_miss": 3},
    }
    return body | members


def figure(low, value, high):
    return {"value": value, "low": low, "high": high}


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"confidence": 0.5},
        {"confidence": 0.999},
        *({name: NONE} for name in ("missed_per_1000_words", "phi_words_missed")),
        {"missed_per_1000_words": figure(0, 1000, 1000)},
        {"phi_words_missed": figure(0, 0, 1)},
        {"reports_with_miss": figure(1.0, 1, 1)},
        {
            "reports_needed_below_1_percent": dict.fromkeys(
                ("phi_words_missed", "reports_with_miss"), 0
            )
        },
        {"strata": [ONE | {"doubt": "middle"}]},
        {"strata": [ONE | {"doubt": "high"}]},
    ],
)
def test_reviews_that_just_fit(members):
    assert misfit(whole(ONE, **members)) == ""


@pytest.mark.parametrize(
    "members",
    [
        *({"format": value} for value in (0, "1", None)),
        *({"confidence": value} for value in (0.499, 1, None, True)),
        *({name: -1} for name in ONE if name != "doubt"),
        *({name: 1.0} for name in ONE if name != "doubt"),
        *({name: False} for name in ONE if name != "doubt"),
        *({name: ONE[name] + 1} for name in ONE if name != "doubt"),
        {"missed_per_1000_words": figure(0, 1, 1001)},
        {"phi_words_missed": figure(0, 1, 1.001)},
        {"reports_with_miss": figure(0, 1, 2)},
        {"phi_words_missed": figure(-0.001, 0, 1)},
        {"phi_words_missed": figure(0.5, 0.25, 1)},
        {"phi_words_missed": figure(0, 0.5, 0.25)},
        {"phi_words_missed": figure(0, None, 1)},
        {"phi_words_missed": figure(False, 0, 1)},
        {"reports_with_miss": [0, 0, 1]},
        *(
            {"reports_needed_below_1_percent": value}
            for value in (
                None,
                {"phi_words_missed": -1, "reports_with_miss": 1},
                {"phi_words_missed": 1},
                {"phi_words_missed": 1, "reports_with_miss": 1, "x": 1},
            )
        ),
        {"strata": ONE},
        {"strata": [ONE | {"doubt": "none"}]},
        {"strata": [[]]},
    ],
)
def test_the_member_that_does_not_fit_is_named(members):
    (name,) = members
    assert misfit(whole(ONE, **members)) == name


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"reviewed": 9}, "reviewed"),
        ({"with_miss": 5}, "with_miss"),
        ({"phi_words": 41}, "phi_words"),
        ({"missed_words": 9}, "missed_words"),
        ({"reviewed": 8, "with_miss": 8, "phi_words": 40, "missed_words": 40}, ""),
    ],
)
def test_no_part_is_larger_than_its_whole_in_any_stratum(change, named):
    assert misfit(whole(ONE | change)) == named
    assert misfit(whole(ONE, ONE | change)) == named


def test_as_many_strata_as_there_can_be():
    assert misfit(whole(*[ONE] * 10_000)) == ""
    assert misfit(whole(*[ONE] * 10_001)) == "strata"


def test_what_is_said_of_a_file_that_is_none(tmp_path):
    path = tmp_path / "review.json"
    for data, detail in (
        (b"{", "it is not JSON in ASCII"),
        (b"[" * 100_000, "it is not JSON in ASCII"),
        (b"{}", "what does not fit: the members it has"),
        (b" " * (1 << 20), "it is not JSON in ASCII"),
        (b" " * ((1 << 20) + 1), "it is too large"),
    ):
        path.write_bytes(data)
        with pytest.raises(InputFault) as fault:
            read_review(path)
        assert (fault.value.detail, str(fault.value.place)) == (detail, "review.json")
    path.write_text(json.dumps(whole(ONE)))
    assert read_review(path) == whole(ONE)
    with pytest.raises(UsageFault) as missing:
        read_review(tmp_path / "none.json")
    assert str(missing.value).startswith("E107 none.json: there is no such file.")
