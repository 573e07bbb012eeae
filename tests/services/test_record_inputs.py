"""The same records from every kind of file give the same output, and no message tells of them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from worlds import KEY

from dragon_prep.core.errors import InputFault, SystemFault, UsageFault
from dragon_prep.intake.record_files.chosen import record_files
from dragon_prep.intake.record_files.columns import RecordColumns
from dragon_prep.services.deidentify_file import deidentify_file
from dragon_prep.services.detect_file import detect_file

NAMES = ("Quispel", "Hoogeboezem", "Zwelgmans", "Tjepkema", "Okhuijsen")


def record(n):
    name = NAMES[n % len(NAMES)]
    text = f'Gezien; "door" dr. {name} op {1 + n % 28}-03-2019,\r\nnr {1234567 + n}. {name} belt.'
    body = {"id": f"v{n}", "patient_id": f"0{n // 2}", "text": text}
    if n % 7 == 3:
        start = text.index(name)
        body["spans"] = [[start, start + len(name), "PERSOON"]]
    return body


RECORDS = [record(n) for n in range(24)]


def json_lines(records):
    return "".join(json.dumps(body) + "\n" for body in records).encode()


def csv_text(records, separator=";", first="", encoding="utf-8"):
    out = io.StringIO(newline="")
    out.write(first)
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(["other", "id", "patient_id", "text", "spans"])
    for n, body in enumerate(records):
        spans = json.dumps(body["spans"]) if "spans" in body else ""
        writer.writerow([n, body["id"], body["patient_id"], body["text"], spans])
    return out.getvalue().encode(encoding)


def parquet(records, path, *, structs):
    span = pa.struct([("start", pa.int32()), ("end", pa.int32()), ("label", pa.string())])
    spans = [body.get("spans") for body in records]
    if structs:
        names = ("start", "end", "label")
        spans = [s and [dict(zip(names, one, strict=True)) for one in s] for s in spans]
        column = pa.array(spans, pa.list_(span))
    else:  # as text: Arrow has no list of a list of different things
        column = None
    columns = {name: [body[name] for body in records] for name in ("id", "patient_id", "text")}
    table = pa.table({**columns, **({"spans": column} if structs else {})})
    pq.write_table(table, path, row_group_size=10)


def zst(data):
    return pa.compress(data, codec="zstd", asbytes=True)


def made(source, out, **more):
    result = deidentify_file(source, out, key=KEY, overwrite=True, keep_ids=True, **more)
    return out.read_bytes(), result.written


@pytest.fixture
def expected(tmp_path):
    path = tmp_path / "plain" / "in.jsonl"
    path.parent.mkdir()
    path.write_bytes(json_lines(RECORDS))
    data, written = made(path, tmp_path / "expected.jsonl")
    assert written > 20
    return data


def written_as(kind, folder):
    folder.mkdir()
    path = folder / kind
    if kind.startswith("in.jsonl"):
        data = json_lines(RECORDS)
    elif kind.startswith("in.tsv"):
        data = csv_text(RECORDS, "\t")
    elif kind.startswith("excel.csv"):
        data = b"\xef\xbb\xbf" + csv_text(RECORDS, ";", "sep=;\r\n")
    else:
        data = csv_text(RECORDS, ",")
    if kind.endswith(".parquet"):
        parquet(RECORDS, path, structs=True)
    elif kind.endswith(".gz"):
        half = len(data) // 2  # two members, as `cat a.gz b.gz` gives
        path.write_bytes(gzip.compress(data[:half]) + gzip.compress(data[half:]))
    else:
        path.write_bytes(zst(data) if kind.endswith(".zst") else data)
    return path


KINDS = ("in.jsonl.gz", "in.jsonl.zst", "in.csv", "in.csv.gz", "in.csv.zst", "in.tsv", "excel.csv",
         "in.parquet")  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_file_gives_the_same(kind, expected, tmp_path):
    path = written_as(kind, tmp_path / "in")
    assert made(path, tmp_path / "out.jsonl")[0] == expected
    assert made(tmp_path / "in", tmp_path / "out.jsonl", workers=2)[0] == expected


def test_several_files_are_one_cohort_in_their_order(expected, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.jsonl").write_bytes(json_lines(RECORDS[:7]))
    (folder / "b.csv").write_bytes(csv_text(RECORDS[7:16]))
    parquet(RECORDS[16:], folder / "c.parquet", structs=True)
    for source in (folder, folder / "*", sorted(folder.iterdir())):
        assert made(source, tmp_path / "out.jsonl")[0] == expected
    backwards = made(sorted(folder.iterdir(), reverse=True), tmp_path / "out.jsonl")[0]
    assert sorted(backwards.splitlines()) == sorted(expected.splitlines())
    assert backwards != expected


def test_columns_may_have_other_names(expected, tmp_path):
    names = {"id": "Verslag", "patient_id": "Patient", "text": "Tekst", "spans": "PHI"}
    renamed = [{names[name]: value for name, value in body.items()} for body in RECORDS]
    path = tmp_path / "other.jsonl"
    path.write_bytes(json_lines(renamed))
    fields = {"id_field": "Verslag", "patient_field": "Patient", "text_field": "Tekst"}
    assert made(path, tmp_path / "out.jsonl", **fields, spans_field="PHI")[0] == expected
    data = csv_text(RECORDS).replace(b"id;patient_id;text;spans", b"Verslag;Patient;Tekst;PHI")
    path = tmp_path / "other.csv"
    path.write_bytes(data)
    assert made(path, tmp_path / "out.jsonl", **fields, spans_field="PHI")[0] == expected
    with pytest.raises(InputFault, match=r"E203.*'id', 'patient_id', 'text'"):
        made(path, tmp_path / "out.jsonl")


def test_a_folder_of_texts_has_a_folder_for_each_patient(tmp_path):
    folder = tmp_path / "texts"
    for body in RECORDS:
        path = folder / body["patient_id"] / f"{body['id']}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body["text"].encode("cp1252"))
    (folder / "of-nobody.txt").write_text("Dr. Quispel belt.")
    result = deidentify_file(folder, tmp_path / "out.jsonl", key=KEY)
    assert result.written > 20
    (problem,) = [p for p in result.problems if p.kind.code == "R304" or p.place.row == 25]
    assert (problem.place.file, problem.place.row, problem.quarantined) == ("texts", 25, True)
    told = "".join(map(str, result.problems))
    assert "of-nobody" not in told
    found = detect_file(folder, tmp_path / "found.jsonl")
    assert found.reports == 25


def test_parquet_output_holds_what_lines_hold(expected, tmp_path):
    source = tmp_path / "plain" / "in.jsonl"
    made(source, tmp_path / "out.parquet")
    lines = [json.loads(line) for line in expected.splitlines()]
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()
    for name in ("spans", "entities"):
        for row in rows:
            row[name] = [[s["start"], s["end"], s["label"]] for s in row[name]]
    assert rows == lines
    for explain in (False, True):
        detect_file(source, tmp_path / "f.jsonl", explain=explain, overwrite=True)
        detect_file(source, tmp_path / "f.parquet", explain=explain, overwrite=True)
        found = [json.loads(line) for line in (tmp_path / "f.jsonl").read_text().splitlines()]
        rows = pq.read_table(tmp_path / "f.parquet").to_pylist()
        assert [[*map(list, (s.values() for s in row["spans"]))] for row in rows] == [
            body["spans"] for body in found
        ]


@pytest.mark.parametrize("kind", KINDS)
def test_detection_finds_the_same_in_every_kind_of_file(kind, expected, tmp_path):
    plain = detect_file(tmp_path / "plain" / "in.jsonl", tmp_path / "plain.jsonl")
    path = written_as(kind, tmp_path / "in")
    before = set(tmp_path.rglob("*"))
    result = detect_file(path, tmp_path / "found.jsonl", workers=2)
    assert result == plain
    assert (tmp_path / "found.jsonl").read_bytes() == (tmp_path / "plain.jsonl").read_bytes()
    assert set(tmp_path.rglob("*")) == before | {tmp_path / "found.jsonl"}


def test_what_a_row_lacks_is_told_by_file_and_row(tmp_path):
    lines = csv_text(RECORDS[:3]).decode().replace("\r\nnr", " nr").splitlines()
    lines += ["3;x;p1", "4;;p1;geen id;", "5;y;p1;goed, Quispel;", "6;z;;geen patient;", ";;;;"]
    lines += ['7;w;p1;spans;"Quispel"']
    path = tmp_path / "in.csv"
    path.write_bytes("\r\n".join(lines).encode())
    result = deidentify_file(path, tmp_path / "out.jsonl", key=KEY)
    told = {(p.place.row, p.kind.code) for p in result.problems if p.quarantined}
    assert {(5, "R302")} <= told
    assert {4, 5, 6, 8, 10} == {row for row, _ in told}  # what row 4 says may go on in row 5
    assert not any(name in str(p) for p in result.problems for name in NAMES)
    with pytest.raises(InputFault) as fault:
        detect_file(path, tmp_path / "found.jsonl")
    assert fault.value.kind.code == "E215"
    assert [p.place.row for p in fault.value.problems] == [4, 5, 6]
    assert {p.place.file for p in fault.value.problems} == {"in.csv"}


@pytest.mark.parametrize("kind", ["in.jsonl.gz", "in.csv.zst", "in.parquet"])
def test_a_damaged_file_is_told_and_nothing_is_left(kind, tmp_path):
    path = written_as(kind, tmp_path / "in")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    for call in (made, lambda source, out: detect_file(source, out)):
        with pytest.raises(InputFault, match="E206") as fault:
            call(path, tmp_path / "out.jsonl")
        assert str(fault.value.place) == kind
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in"]
    assert [p.name for p in path.parent.iterdir()] == [kind]


def test_files_of_one_name_are_told_apart(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "in.jsonl").write_text("no json\n")
    result = deidentify_file([tmp_path / "a", tmp_path / "b"], tmp_path / "out.jsonl", key=KEY)
    assert result.quarantined == 2
    assert {p.place.file for p in result.problems} == {"1:in.jsonl", "2:in.jsonl"}


def test_what_cannot_be_an_input_is_refused(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for source in (folder, folder / "*.csv", tmp_path / "nothing"):
        with pytest.raises(UsageFault, match="E107"):
            record_files([source])
    (folder / "a.txt").write_text("x")
    (folder / "b.jsonl").write_text("{}")
    with pytest.raises(UsageFault, match="both"):
        record_files([folder])
    with pytest.raises(UsageFault, match="E105"):
        deidentify_file(folder / "b.jsonl", folder / "b.jsonl", key=KEY, overwrite=True)
    bad = tmp_path / "bad.csv"
    bad.write_text('id;patient_id;text\n1;2;"open\n')
    with pytest.raises(InputFault, match="ends inside a quoted cell"):
        deidentify_file(bad, tmp_path / "out.jsonl", key=KEY)


def test_a_packed_file_is_read_as_a_stream(tmp_path):
    tracemalloc = pytest.importorskip("tracemalloc")
    chance = random.Random(1)
    text = "".join(chance.choices("abcdefghij ", k=2000))
    rows = (json.dumps({"id": n, "patient_id": n, "text": text}) for n in range(8000))
    path = tmp_path / "big.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(rows).encode(), 1))
    (file,) = record_files([path], RecordColumns())
    tracemalloc.start()
    state = file.survey()
    assert sum(1 for _ in file.lines(state)) == 8000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert state.size > 16_000_000
    assert peak < 6_000_000


def test_a_system_that_refuses_is_no_damage(tmp_path, monkeypatch):
    path = written_as("in.jsonl.gz", tmp_path / "in")

    def refuse(*_):
        raise OSError(5, "no")

    monkeypatch.setattr(gzip, "open", refuse)
    with pytest.raises(SystemFault, match="E703"):
        deidentify_file(path, tmp_path / "out.jsonl", key=KEY)
