"""sample-review: a sample out, what people corrected in, figures into the manifest."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner
from worlds import KEY

from dragon_prep import detect_file, draw_sample, estimate_misses, verify
from dragon_prep.cli import app
from dragon_prep.evaluation.cover import WORD
from dragon_prep.services import review_draw, review_frame

NAMES = ("Jansen", "de Vries", "Zwartjes", "Bakker", "Hoekstra")


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def write(path, lines):
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]


def reports(count=60):
    """Reports of two centres: plain ones, some without PHI, some with a name hard to see."""
    made = []
    for at in range(count):
        name = NAMES[at % len(NAMES)]
        text = (
            f"Dhr. {name} gezien op {at % 27 + 1}-4-2019.",
            "Geen bijzonderheden, normale lever.",
            f"patient {name.lower()} kwam, verder geen afwijkingen {at} mm",
        )[at % 3]
        made.append({"id": f"r{at}", "text": text, "centre": ("umcg", "avl")[at % 2]})
    return made


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    source = write(folder / "reports.jsonl", reports())
    detect_file(source, folder / "found.jsonl")
    return source, folder / "found.jsonl"


def draw(files, output, *more, number=20):
    source, found = files
    return run(
        *("sample-review", "draw", "--input", source, "--found", found),
        *("--n", number, "--output", output, *more),
    )


@pytest.fixture
def sample(files, tmp_path):
    done = draw(files, tmp_path / "sample.jsonl")
    assert done.exit_code == 0, done.output
    return tmp_path / "sample.jsonl"


def test_a_sample_of_every_stratum_with_the_findings_marked(files, sample, tmp_path):
    lines = read(sample)
    texts = {report["id"]: report for report in reports()}
    found = {line["id"]: line["spans"] for line in read(files[1])}
    assert len({line["meta"]["uid"] for line in lines}) == 20
    strata = {}
    for line in lines:
        meta = line["meta"]
        assert line["text"] == texts[meta["uid"]]["text"]
        assert line["label"] == found[meta["uid"]]
        assert meta["centre"] == texts[meta["uid"]]["centre"]
        strata.setdefault((meta["centre"], meta["doubt"]), []).append(meta)
    assert {centre for centre, _ in strata} == {"umcg", "avl"}
    assert len(strata) > 3
    for drawn in strata.values():
        assert {meta["stratum_drawn"] for meta in drawn} == {len(drawn)}
        assert len(drawn) >= min(review_draw.FEWEST, drawn[0]["stratum_reports"])
    sizes = {key: drawn[0]["stratum_reports"] for key, drawn in strata.items()}
    assert sum(sizes.values()) == 60
    words = sum(drawn[0]["stratum_words"] for drawn in strata.values())
    assert words == sum(len(WORD.findall(report["text"])) for report in texts.values())


def test_the_terminal_tells_numbers_and_a_warning_and_no_text(files, tmp_path):
    done = draw(files, tmp_path / "sample.jsonl")
    for said in ("20 reports for review", "umcg", "low", "must not leave the hospital"):
        assert said in done.output
    assert not any(name in done.output for name in NAMES)
    as_json = draw(files, tmp_path / "again.jsonl", "--json")
    body = json.loads(as_json.stdout)
    assert body["drawn"] == 20
    assert sum(stratum["reports"] for stratum in body["strata"]) == 60


def test_same_seed_same_bytes_whatever_the_order_and_the_workers(
    files, sample, tmp_path, monkeypatch
):
    source, found = files
    monkeypatch.setattr(review_frame, "_BYTES_IN_A_PART", 500)
    turned = []
    for path in files:
        lines = path.read_text(encoding="utf-8").splitlines()
        turned.append(tmp_path / f"turned-{path.name}")
        turned[-1].write_text("\n".join(reversed(lines)) + "\n", encoding="utf-8")
    for source_file, found_file, workers in ((source, found, 2), (*turned, 1)):
        out = tmp_path / "again.jsonl"
        strata = draw_sample(
            source_file, found_file, out, number=20, workers=workers, overwrite=True
        )
        assert out.read_bytes() == sample.read_bytes()
        assert "umcg" in {stratum.centre for stratum in strata}
    assert draw(files, tmp_path / "other.jsonl", "--seed", 1).exit_code == 0
    assert (tmp_path / "other.jsonl").read_bytes() != sample.read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="files are protected in another way")
def test_only_its_owner_may_read_the_sample(sample):
    assert sample.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("marker", ["manifest.json", "PRIVATE.txt"])
def test_no_sample_in_a_release_or_a_workspace(files, tmp_path, marker):
    (tmp_path / "folder" / "deeper").mkdir(parents=True)
    (tmp_path / "folder" / marker).write_text("x")
    done = draw(files, tmp_path / "folder" / "deeper" / "sample.jsonl")
    assert (done.exit_code, "E131" in done.output) == (2, True), done.output
    assert list((tmp_path / "folder" / "deeper").iterdir()) == []


def test_places_and_numbers_that_cannot_be(files, tmp_path):
    there = tmp_path / "there.jsonl"
    there.write_text("earlier")
    for output, number, code in (
        *((there, 20, "E103"), (tmp_path, 20, "E111"), (files[0], 20, "E105")),
        *((tmp_path / "new", 61, "E106"), (tmp_path / "new", 2, "E106")),
    ):
        done = draw(files, output, number=number)
        assert (done.exit_code, code in done.output) == (2, True), done.output
    assert there.read_text() == "earlier"
    assert draw(files, there, "--overwrite").exit_code == 0
    missing = draw((tmp_path / "none", files[1]), tmp_path / "new")
    assert (missing.exit_code, "E107" in missing.output) == (2, True)


ONE = {"id": "a", "text": "Dhr. Jansen", "centre": "umcg"}


@pytest.mark.parametrize(
    ("source", "found", "code"),
    [
        ([ONE], [], "E216"),
        ([], [{"id": "a", "spans": []}], "E216"),
        ([], [], "E207"),
        ([ONE, ONE], [{"id": "a", "spans": []}], "E215"),
        ([ONE], [{"id": "a", "spans": []}] * 2, "E215"),
        ([{**ONE, "centre": 1}], [{"id": "a", "spans": []}], "E215"),
        ([{"id": "a"}], [{"id": "a", "spans": []}], "E215"),
        ([ONE], [{"id": "a", "spans": [[5, 12, "PERSOON"]]}], "E215"),
        ([ONE], [{"id": "a", "spans": [[5, 11, "Jansen"]]}], "E215"),
        ([ONE], [{"id": "a"}], "E215"),
    ],
)
def test_files_nothing_can_be_drawn_from(tmp_path, source, found, code):
    files = write(tmp_path / "in", source), write(tmp_path / "found", found)
    done = draw(files, tmp_path / "sample.jsonl", number=1)
    assert (done.exit_code, code in done.output) == (3, True), done.output
    assert "Jansen" not in done.output
    assert not (tmp_path / "sample.jsonl").exists()


def corrected(line):
    """What a careful reviewer makes of a line: every name is marked, and doccano's members."""
    text, meta = line["text"], line["meta"]
    spans = list(line["label"])
    for name in NAMES:
        at = text.lower().find(name.lower())
        if at >= 0 and not any(start <= at < end for start, end, _ in spans):
            spans.append([at, at + len(name), "<PERSOON>"])
    return {"id": 1, "text": text, "label": spans, "Comments": [], **meta}


def estimate(path, *more):
    return run("sample-review", "estimate", "--sample", path, *more)


def test_what_people_corrected_is_what_was_missed(sample, tmp_path):
    lines = [corrected(line) for line in read(sample)]
    lines[0] = {**lines[0], "text": lines[0]["text"] + "\n"}  # what a tool may add
    reviewed = write(tmp_path / "reviewed.jsonl", lines)
    out = tmp_path / "review.json"
    done = estimate(reviewed, "--output", out, "--confidence", 0.9)
    assert done.exit_code == 0, done.output
    for said in ("20 of 60 reports reviewed", "90 % interval", "reports with a miss"):
        assert said in done.output
    assert not any(name in done.output for name in NAMES)
    found = {line["meta"]["uid"]: line["label"] for line in read(sample)}
    more = {line["uid"]: len(line["label"]) - len(found[line["uid"]]) for line in lines}
    body = json.loads(out.read_text(encoding="ascii"))
    assert 0 < body["with_miss"] == sum(count > 0 for count in more.values())
    assert (body["reports"], body["reviewed"], body["confidence"]) == (60, 20, 0.9)
    value = sum(
        line["stratum_reports"] / line["stratum_drawn"] / 60 for line in lines if more[line["uid"]]
    )
    assert body["reports_with_miss"]["value"] == pytest.approx(value, abs=1e-6)
    for told in (*NAMES, "umcg", *(f'"r{at}"' for at in range(60))):
        assert told not in out.read_text(encoding="ascii")
    again = estimate(reviewed, "--json", "--confidence", 0.9)
    assert json.loads(again.stdout) == body


def test_a_sample_that_nobody_corrected_has_no_miss(sample):
    found = estimate_misses(sample)
    assert found.counted.missed == found.with_miss.value == found.per_1000_words.low == 0
    assert found.with_miss.high > 0.1
    done = estimate(sample)
    assert "review 60 reports" in done.output


def test_another_confidence_than_there_can_be(sample):
    for confidence in (0.4, 1.0, "nan"):
        done = estimate(sample, "--confidence", confidence)
        assert (done.exit_code, "E106" in done.output) == (2, True), done.output


def test_figures_are_not_put_over_another_file(sample, tmp_path):
    (tmp_path / "there").write_text("earlier")
    for name, code in (("there", "E103"), ("sample.jsonl", "E105"), (".", "E111")):
        done = estimate(sample, "--output", tmp_path / name)
        assert (done.exit_code, code in done.output) == (2, True), done.output


def without(line, name):
    return {**line, "meta": {k: v for k, v in line["meta"].items() if k != name}}


def with_meta(line, **more):
    return {**line, "meta": {**line["meta"], **more}}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda lines: lines[1:], "E231"),
        (lambda lines: [], "E207"),
        (lambda lines: [*lines, lines[0]], "E215"),
        (lambda lines: [with_meta(lines[0], draw="another"), *lines[1:]], "E231"),
        (lambda lines: [with_meta(lines[0], stratum_reports=1), *lines[1:]], "E231"),
        (lambda lines: [{**lines[0], "text": "Dhr. Jansen"}, *lines[1:]], "E215"),
        (lambda lines: [{**lines[0], "label": [[0, 3, "IGNORE"]]}, *lines[1:]], "E215"),
        (lambda lines: [{**lines[0], "label": [[0, 3, "Jansen"]]}, *lines[1:]], "E215"),
        (lambda lines: [{k: v for k, v in lines[0].items() if k != "label"}], "E215"),
        *(
            (lambda lines, name=name: [without(lines[0], name), *lines[1:]], "E215")
            for name in (
                "uid",
                "centre",
                "doubt",
                "stratum_words",
                "drawn",
                "draw",
                "found",
                "text_digest",
            )
        ),
        (lambda lines: [with_meta(lines[0], doubt="Jansen"), *lines[1:]], "E215"),
        (lambda lines: [with_meta(lines[0], found="0-Jansen"), *lines[1:]], "E215"),
        (lambda lines: [with_meta(lines[0], found="0-999999"), *lines[1:]], "E215"),
        (lambda lines: [with_meta(lines[0], drawn=True), *lines[1:]], "E215"),
    ],
)
def test_what_is_not_the_whole_sample_is_refused(sample, tmp_path, change, code):
    reviewed = write(tmp_path / "reviewed.jsonl", change(read(sample)))
    done = estimate(reviewed, "--output", tmp_path / "review.json")
    assert (done.exit_code, code in done.output) == (3, True), done.output
    assert "Jansen" not in done.output
    assert not (tmp_path / "review.json").exists()


def test_a_file_that_changes_while_it_is_read_is_refused(files, tmp_path, monkeypatch):
    source = write(tmp_path / "reports.jsonl", reports())
    weighed = review_frame.Frame.weighed

    def changing(self, *args):
        found = weighed(self, *args)
        write(source, [*reports(59), {**reports()[59], "text": "anders"}])
        return found

    monkeypatch.setattr(review_frame.Frame, "weighed", changing)
    done = draw((source, files[1]), tmp_path / "sample.jsonl")
    assert (done.exit_code, "E2" in done.output) == (3, True), done.output
    assert not (tmp_path / "sample.jsonl").exists()


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "project.key"
    path.write_text(KEY.secret.hex(), encoding="ascii")
    path.chmod(0o600)
    return path


def test_the_manifest_says_what_the_review_found(sample, tmp_path, key):
    review, raw = tmp_path / "review.json", tmp_path / "raw"
    assert estimate(sample, "--output", review).exit_code == 0
    assert run("simulate", "T19", "--reports", 60, "--out", raw).exit_code == 0
    common = ("build", "T19", "--source", raw, "--key-file", key)
    manifests = []
    for name, more in (("with", ("--review", review)), ("without", ())):
        done = run(*common, "--out", tmp_path / name, *more)
        assert done.exit_code == 0, done.output
        assert verify(tmp_path / name) == []
        manifests.append(json.loads((tmp_path / name / "manifest.json").read_text("ascii")))
    assert manifests[0].pop("review") == json.loads(review.read_text(encoding="ascii"))
    for manifest in manifests:
        for proof in ("digest", "hmac", "files"):  # the page says what the review found, too
            del manifest[proof]
    assert manifests[0] == manifests[1]
    review.write_text("{}")
    done = run(*common, "--out", tmp_path / "no", "--review", review)
    assert (done.exit_code, "E232" in done.output) == (3, True), done.output
    assert not (tmp_path / "no").exists()


def test_ids_and_texts_are_in_no_repr(files, tmp_path):
    strata = draw_sample(*files, tmp_path / "sample.jsonl", number=20)
    assert "Jansen" not in repr(strata)
    assert "r1" not in repr(estimate_misses(Path(tmp_path / "sample.jsonl")))
