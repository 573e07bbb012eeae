"""Samples for review: which reports are drawn, what a line holds, and what adds up to a figure."""

from __future__ import annotations

import json
import os
from dataclasses import replace

import pytest
from file_lines import fault, read, said, told, write

from dragon_prep.core.spans import Span
from dragon_prep.evaluation.doubt import Doubt
from dragon_prep.evaluation.miss_rate import Reviewed, Stratum
from dragon_prep.intake.json_lines import LineFault
from dragon_prep.services import review_frame
from dragon_prep.services.marked_file import marked_report
from dragon_prep.services.review_draw import draw_sample
from dragon_prep.services.review_estimate import estimate_misses, review_json
from dragon_prep.services.review_lines import Drawn, draw_digest, review_line, reviewed_line

TEXT = "Dhr. Jansen gezien."
SPAN = [5, 11, "PERSOON"]
STRATUM = Stratum("umcg", Doubt.MIDDLE, 4, 12, 1)
DRAWN = Drawn("r1", STRATUM, 1, "0123456789abcdef")
REPEATED = "its id stands in an earlier line, too"


def a_line(text=TEXT):
    return json.loads(review_line(DRAWN, text, [Span(*SPAN)]))


def with_meta(line, **more):
    return {**line, "meta": {**line["meta"], **more}}


def test_a_line_as_doccano_takes_it():
    assert review_line(DRAWN, TEXT, [Span(*SPAN), Span(12, 18, "DATUM")]) == (
        '{"text": "Dhr. Jansen gezien.", "label": [[5, 11, "PERSOON"], [12, 18, "DATUM"]], '
        '"meta": {"uid": "r1", "centre": "umcg", "doubt": "middle", "stratum_reports": 4, '
        '"stratum_words": 12, "stratum_drawn": 1, "drawn": 1, "draw": "0123456789abcdef", '
        '"found": "5-11 12-18", "text_digest": "5e4caac1df03dffa", "offsets": "utf-16"}}\n'
    )


def test_a_sample_is_told_by_seed_and_ids():
    assert draw_digest(0, ["a", 1]) == "94916adeff460563"
    assert len({draw_digest(0, "ab"), draw_digest(1, "ab"), draw_digest(0, "ba")}) == 3


def test_a_line_that_was_reviewed():
    line = a_line()
    assert reviewed_line(line) == (DRAWN, Reviewed(3, 1, 0))
    more = {**line, "label": [SPAN, [12, 18, "DATUM"]]}
    assert reviewed_line(more) == (DRAWN, Reviewed(3, 2, 1))
    wrong = {**line, "label": [[0, 3, "DATUM"]]}
    assert reviewed_line(wrong) == (DRAWN, Reviewed(3, 1, 1))
    assert reviewed_line({**line, "label": []}) == (DRAWN, Reviewed(3, 0, 0))
    beside = {**line, "meta": None, **line["meta"], "id": 9}
    assert reviewed_line(beside) == (DRAWN, Reviewed(3, 1, 0))


ASTRAL = "\U0001fac0 Dhr. \U0001d542an\u0301sen \U0001f468\u200d\U0001f469 op 2 mei."


def test_astral_characters_count_as_the_page_of_doccano_does():
    name, day = (ASTRAL.index(w) for w in ("\U0001d542", "2 mei"))
    found = [Span(name, name + 7, "PERSOON"), Span(day, day + 5, "DATUM")]
    line = json.loads(review_line(DRAWN, ASTRAL, found))
    units = ASTRAL.encode("utf-16-le")
    shown = [units[2 * a : 2 * b].decode("utf-16-le") for a, b, _ in line["label"]]
    assert shown == [ASTRAL[s.start : s.end] for s in found]
    assert line["meta"]["found"] == f"{name}-{name + 7} {day}-{day + 5}"  # dragon-prep's own
    assert reviewed_line(line) == (DRAWN, reviewed_line({**line, "label": line["label"]})[1])
    assert reviewed_line(line)[1].missed == 0
    # What a reviewer adds behind them on the page is the word that stands there.
    left = json.loads(review_line(DRAWN, ASTRAL, found[:1]))
    more = {**left, "label": line["label"]}
    assert (reviewed_line(more)[1].missed, marked_report(more).spans) == (2, tuple(found))


def test_a_line_of_an_earlier_version_counts_code_points():
    start = ASTRAL.index("2 mei")
    line = json.loads(review_line(DRAWN, ASTRAL, []))
    del line["meta"]["offsets"]
    old = {**line, "label": [[start, start + 5, "DATUM"]]}
    assert marked_report(old).spans == (Span(start, start + 5, "DATUM"),)
    for wrong in ("letters", 16):
        with pytest.raises(LineFault, match="what its offsets count in"):
            marked_report(with_meta(line, offsets=wrong))
    inside = {**line, "meta": {**line["meta"], "offsets": "utf-16"}, "label": [[1, 3, "DATUM"]]}
    with pytest.raises(LineFault, match="outside"):
        marked_report(inside)


def test_blanks_behind_a_text_are_no_change_and_blanks_before_it_are():
    line = a_line(text=TEXT + " \n")
    assert reviewed_line({**line, "text": TEXT})[0] == DRAWN
    with pytest.raises(LineFault, match="not the one that was drawn"):
        reviewed_line({**line, "text": " " + TEXT})


def test_half_of_a_surrogate_pair_has_a_digest_too():
    assert reviewed_line(a_line(text=TEXT + "\ud800"))[0] == DRAWN


NO_SAMPLE = "it has not what `sample-review draw` wrote in it"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("centre", value) for value in (None, "")),
        *(("doubt", value) for value in (None, "", "MIDDLE", "none")),
        *(
            (name, value)
            for name in ("stratum_reports", "stratum_words", "stratum_drawn", "drawn")
            for value in (None, -1, True, "1", 1.0)
        ),
        *(("draw", value) for value in (None, "", 5)),
        *(
            ("found", value)
            for value in (None, 5, "5", "5-", "5-5", "6-5", "5-20", "5-11x", "-5-11")
        ),
        ("found", "5-0000000011"),
    ],
)
def test_what_a_sample_says_of_itself(name, value):
    with pytest.raises(LineFault) as raised:
        reviewed_line(with_meta(a_line(), **{name: value}))
    assert (raised.value.column, raised.value.detail) == (name, NO_SAMPLE)


def test_the_ends_of_what_was_found_may_be_those_of_the_text():
    line = with_meta({**a_line(), "label": [[0, 19, "PERSOON"]]}, found="0-19", stratum_words=0)
    assert reviewed_line(line) == (
        replace(DRAWN, stratum=replace(STRATUM, words=0)),
        Reviewed(3, 3, 0),
    )


def test_ignored_text_and_other_texts_are_refused():
    for line, column in (
        ({**a_line(), "label": [SPAN, [0, 3, "IGNORE"]]}, "label"),
        ({**a_line(), "text": TEXT.upper()}, "text"),
        (with_meta(a_line(), text_digest=None), "text"),
    ):
        with pytest.raises(LineFault) as raised:
            reviewed_line(line)
        assert raised.value.column == column


# Drawing -----------------------------------------------------------------------------------------


def report(uid, text="Normale lever.", **more):
    return {"id": uid, "text": text, **more}


def files(tmp_path, reports, found=None):
    found = [{"id": r["id"], "spans": []} for r in reports] if found is None else found
    return write(tmp_path / "in", *reports), write(tmp_path / "found", *found)


def draw(tmp_path, reports, number, *, found=None, **more):
    return draw_sample(*files(tmp_path, reports, found), tmp_path / "out", number=number, **more)


MIXED = [
    *(report(f"a{at}", centre=" b ") for at in range(9)),
    *(report(at, "Dhr. Jansen gezien door dr. Bakker.", centre="a") for at in range(3)),
    *(report(f"c{at}", "Normale milt en nieren.") for at in range(2)),
]


def test_strata_in_the_order_of_centre_and_doubt(tmp_path):
    strata = draw(tmp_path, MIXED, 8)
    assert strata == (
        Stratum("?", Doubt.LOW, 2, 8, 2),
        Stratum("a", Doubt.HIGH, 3, 18, 3),
        Stratum("b", Doubt.LOW, 9, 18, 3),
    )
    lines = read(tmp_path / "out")
    assert [line["meta"]["uid"] for line in lines] == ["a4", "a1", "a8", "c0", 2, 1, 0, "c1"]
    assert {line["meta"]["drawn"] for line in lines} == {8}
    assert len({line["meta"]["draw"] for line in lines}) == 1
    if os.name == "posix":
        assert (tmp_path / "out").stat().st_mode & 0o777 == 0o600


def test_two_hundred_are_drawn_where_nothing_is_said(tmp_path):
    pair = files(tmp_path, [report(at) for at in range(199)])
    told_it = said(draw_sample, *pair, tmp_path / "out")
    assert told_it == ("E106", 2, "", "--n is 200, and there are only 199 reports")
    pair = files(tmp_path, [report(at) for at in range(200)])
    assert draw_sample(*pair, tmp_path / "deeper" / "out")[0].drawn == 200
    assert len(read(tmp_path / "deeper" / "out")) == 200


def test_as_many_as_there_are_strata_at_least(tmp_path):
    detail = "--n is 2; of 3 strata one report each needs to be drawn"
    assert said(draw, tmp_path, MIXED, 2) == ("E106", 2, "", detail)
    assert [stratum.drawn for stratum in draw(tmp_path, MIXED, 3)] == [1, 1, 1]


def test_the_seed_is_nought_where_nothing_is_said(tmp_path):
    reports = [report(at) for at in range(30)]
    drawn = {}
    for seed in (None, 0, 1):
        draw(tmp_path, reports, 5, overwrite=True, **({} if seed is None else {"seed": seed}))
        drawn[seed] = (tmp_path / "out").read_bytes()
    assert drawn[None] == drawn[0] != drawn[1]


def test_what_was_found_keeps_its_own_label(tmp_path):
    spans = [[5, 11, "<persoonafkorting>", "rule", "sure"]]
    draw(tmp_path, [report(1, TEXT)], 1, found=[{"id": 1, "spans": spans}])
    (line,) = read(tmp_path / "out")
    assert line["label"] == [[5, 11, "PERSOONAFKORTING"]]
    assert line["meta"]["found"] == "5-11"


def test_places_where_a_sample_may_not_go(tmp_path):
    source, found = files(tmp_path, [report(1)])
    out = tmp_path / "there"
    out.write_text("earlier")
    error = fault(draw_sample, source, found, out, number=1)
    assert (error.kind.code, str(error.place)) == ("E103", "there")
    assert error.remedy == "Give another file, or --overwrite to replace this one."
    for taken in (source, found):
        more = {"number": 1, "overwrite": True}
        assert said(draw_sample, source, found, taken, **more)[:3] == ("E105", 2, taken.name)
    draw_sample(source, found, out, number=1, overwrite=True)
    assert len(read(out)) == 1
    (tmp_path / "manifest.json").write_text("{}")
    assert said(draw_sample, source, found, tmp_path / "x" / "new", number=1)[0] == "E131"


def test_no_report_at_all(tmp_path):
    error = fault(draw, tmp_path, [], 1)
    assert (error.kind.code, str(error.place)) == ("E207", "in")
    assert error.remedy == "Give at least one report."


def test_files_of_other_reports(tmp_path):
    reports = [report(at) for at in range(12)]
    found = [{"id": at, "spans": []} for at in range(11, 14)]
    error = fault(draw, tmp_path, reports, 1, found=found)
    detail = "11 reports have no line of findings, 2 lines of findings are of no report"
    assert (error.kind.code, error.detail) == ("E216", detail)
    alone = "its id is not in the findings"
    assert told(error.problems) == [
        ("E216", f"in, row {row}, column 'id'", alone, False) for row in range(1, 11)
    ]
    more = [{"id": 11, "spans": []}, {"id": 12, "spans": []}]
    detail = "0 reports have no line of findings, 1 lines of findings are of no report"
    assert said(draw, tmp_path, reports[11:], 1, found=more)[3] == detail
    detail = "1 reports have no line of findings, 0 lines of findings are of no report"
    assert said(draw, tmp_path, reports[10:], 1, found=more[:1])[3] == detail


def test_lines_that_cannot_be_used_are_told_in_their_file(tmp_path):
    one = [{"id": 1, "spans": []}]
    place = "in, row 2, column 'id'"
    assert said(draw, tmp_path, [report(1), report(1)], 1, found=one) == (
        "E215",
        3,
        place,
        REPEATED,
    )
    place = "found, row 2, column 'id'"
    assert said(draw, tmp_path, [report(1)], 1, found=one * 2) == ("E215", 3, place, REPEATED)
    not_told = said(draw, tmp_path, [report(1, centre=5)], 1, found=one)
    assert not_told[2:] == ("in, row 1, column 'centre'", "its centre is not a string")
    for spans in ([[0, 3, "IGNORE"]], [[0, 99, "DATUM"]], None):
        broken = [*one, {"id": 2, "spans": spans}]
        told_it = said(draw, tmp_path, [report(2), report(1)], 1, found=broken)
        assert told_it[2] == "found, row 2, column 'spans'"
    many = [report(1, centre=5)] * 12
    assert len(fault(draw, tmp_path, many, 1, found=one).problems) == 10


def test_parts_of_a_file_weigh_the_same(tmp_path, monkeypatch):
    reports = [
        report(at, TEXT if at % 2 else "Normale lever.", centre="ab"[at % 3 > 0]) for at in range(7)
    ]
    whole = draw(tmp_path, reports, 7)
    lines = (tmp_path / "out").read_bytes()
    heard = []
    for size in (1, 100, len((tmp_path / "in").read_bytes())):
        monkeypatch.setattr(review_frame, "_BYTES_IN_A_PART", size)
        heard.clear()
        parted = draw(
            *(tmp_path, reports, 7), overwrite=True, progress=lambda *args: heard.append(args)
        )
        assert parted == whole
        assert (tmp_path / "out").read_bytes() == lines
        assert heard[-1] == ("weigh", heard[-1][2], heard[-1][2])
    assert heard[-1] == ("weigh", 1, 1)


def test_a_file_that_changes_before_the_texts_are_read(tmp_path, monkeypatch):
    for name in ("in", "found"):
        reports = [report(1), report(2)]
        texts = review_frame.Frame.texts

        def changing(self, wanted, name=name, texts=texts):
            drawn = texts(self, wanted)
            with (tmp_path / name).open("a", encoding="utf-8") as file:
                file.write("\n")
            return drawn

        with monkeypatch.context() as patch:
            patch.setattr(review_frame.Frame, "texts", changing)
            assert said(draw, tmp_path, reports, 1)[:3] == ("E210", 3, "in")
        assert not (tmp_path / "out").exists()
    draw(tmp_path, reports, 1)


# Estimating --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    draw(folder, MIXED, 8)
    return read(folder / "out")


def estimate(tmp_path, lines, **more):
    return estimate_misses(write(tmp_path / "sample", *lines), **more)


def test_figures_of_a_sample(tmp_path, sample):
    found = estimate(tmp_path, sample)
    assert found.confidence == 0.95
    assert [(s.centre, s.doubt) for s, _ in found.strata] == [
        ("?", Doubt.LOW),
        ("a", Doubt.HIGH),
        ("b", Doubt.LOW),
    ]
    marked = [
        {**line, "label": [[5, 11, "PERSOON"]]} if "Jansen" in line["text"] else line
        for line in sample
    ]
    body = review_json(estimate(tmp_path, marked, confidence=0.5))
    assert list(body) == [
        *("format", "confidence", "reports", "reviewed", "words_reviewed", "phi_words"),
        *("missed_words", "with_miss", "missed_per_1000_words", "phi_words_missed"),
        *("reports_with_miss", "reports_needed_below_1_percent", "strata"),
    ]
    assert (body["confidence"], body["reports"], body["reviewed"]) == (0.5, 14, 8)
    assert (body["words_reviewed"], body["phi_words"]) == (32, 3)
    assert (body["missed_words"], body["with_miss"]) == (3, 3)
    assert body["missed_per_1000_words"]["value"] == pytest.approx(3 / 44 * 1000, abs=1e-6)
    assert body["phi_words_missed"]["value"] == 1
    assert body["reports_with_miss"]["value"] == pytest.approx(3 / 14, abs=1e-6)
    assert body["reports_needed_below_1_percent"] == {
        "phi_words_missed": None,
        "reports_with_miss": None,
    }
    counts = ("words_reviewed", "phi_words", "missed_words", "with_miss")
    assert body["strata"] == [
        {
            "doubt": doubt,
            "reports": all_of_it,
            "reviewed": drawn,
            **dict(zip(counts, more, strict=True)),
        }
        for doubt, all_of_it, drawn, *more in (
            ("low", 2, 2, 8, 0, 0, 0),
            ("high", 3, 3, 18, 3, 3, 3),
            ("low", 9, 3, 6, 0, 0, 0),
        )
    ]


def test_how_many_reports_are_needed(tmp_path, sample):
    needed = review_json(estimate(tmp_path, sample))["reports_needed_below_1_percent"]
    assert needed == {"phi_words_missed": None, "reports_with_miss": 14}


@pytest.mark.parametrize("confidence", [0.499, 1.0, 1.5, float("nan")])
def test_a_confidence_there_cannot_be(tmp_path, sample, confidence):
    detail = "--confidence is at least 0.5 and below 1"
    call = estimate, tmp_path, sample
    assert said(*call, confidence=confidence) == ("E106", 2, "", detail)


def test_a_sample_that_is_not_whole(tmp_path, sample):
    error = fault(estimate, tmp_path, [])
    assert (error.kind.code, error.remedy) == ("E207", "Give a reviewed sample.")
    assert said(estimate_misses, tmp_path / "none")[:3] == ("E107", 2, "none")
    not_whole = ("E231", 3, "sample")
    detail = "7 of 8 reports drawn are in it"
    assert said(estimate, tmp_path, sample[1:]) == (*not_whole, detail)
    several = "its lines are of several samples"
    for more in ({"draw": "another"}, {"drawn": 9}):
        lines = [with_meta(sample[0], **more), *sample[1:]]
        assert said(estimate, tmp_path, lines) == (*not_whole, several)
    twice = said(estimate, tmp_path, [*sample, sample[3]])
    assert twice == ("E215", 3, "sample, row 9, column 'id'", REPEATED)
    lines = [with_meta(line, text_digest="") for line in [*sample, *sample[:4]]]
    assert len(fault(estimate, tmp_path, lines).problems) == 10


def test_strata_that_do_not_add_up(tmp_path, sample):
    detail = "what its lines say of the sample does not add up"
    at = next(n for n, line in enumerate(sample) if line["meta"]["centre"] == "b")
    of_b = [n for n, line in enumerate(sample) if line["meta"]["centre"] == "b"]
    whole = {n: {"stratum_reports": 3} for n in of_b}
    assert estimate(tmp_path, [with_meta(x, **whole.get(n, {})) for n, x in enumerate(sample)])
    for changes in (
        {at: {"stratum_words": 19}},  # one stratum in two versions
        {n: {"stratum_drawn": 2} for n in of_b},
        {n: {"stratum_reports": 2} for n in of_b},
        # two versions that each add up
        {n: {"stratum_drawn": 1 + (n != at), "stratum_words": 5 + (n == at)} for n in of_b},
    ):
        lines = [with_meta(x, **changes.get(n, {})) for n, x in enumerate(sample)]
        assert said(estimate, tmp_path, lines) == ("E231", 3, "sample", detail)
