"""What a manifest may say of a review: figures that fit together, and nothing else."""

from __future__ import annotations

import copy
import json

import pytest

from dragon_prep.archive.manifest import MANIFEST
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
    for review, wanted in ((BODY, []), (changed(reports=5), [rules.REVIEW_ENTRY]), (None, None)):
        path.write_text(json.dumps({**manifest, REVIEW: review}), encoding="ascii")
        found = [kind for kind, *_ in release.findings()]
        assert found == ([rules.REVIEW_ENTRY] if wanted is None else wanted)
