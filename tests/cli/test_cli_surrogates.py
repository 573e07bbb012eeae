"""Settings of surrogates on the command line."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner
from worlds import tree

from dragon_prep.archive.manifest import read_manifest
from dragon_prep.cli import app


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


@pytest.fixture
def key(tmp_path):
    path = tmp_path / "project.key"
    path.write_text(bytes(range(32)).hex() + "\n", encoding="ascii")
    path.chmod(0o600)
    return path


@pytest.fixture(scope="module")
def raw(tmp_path_factory):
    folder = tmp_path_factory.mktemp("simulated") / "raw"
    done = run("simulate", "T19", "--reports", 80, "--out", folder, "--seed", 5)
    assert done.exit_code == 0, done.output
    return folder


def settings_file(tmp_path, text, name="settings.toml"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def marked(number, text, *mentions, patient="4711"):
    spans = []
    for mention, label in mentions:
        start = text.index(mention)
        spans.append([start, start + len(mention), label])
    return {"id": f"r{number}", "patient_id": patient, "text": text, "spans": spans}


def deidentified(tmp_path, key, records, *options):
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    common = ("--input", source, "--output", out, "--key-file", key, "--overwrite")
    done = run("deidentify", *common, "--keep-ids", "--json", *options)
    lines = out.read_text(encoding="ascii").splitlines() if out.exists() else []
    return done, {record["id"]: record for record in map(json.loads, lines)}


REPORT = marked(
    1,
    "Gezien door dr. Jansen op 12-03-2019 te Nijmegen, nummer 6038251.",
    ("dr. Jansen", "PERSOON"),
    ("12-03-2019", "DATUM"),
    ("Nijmegen", "PLAATS"),
    ("6038251", "PATIENTNUMMER"),
)


def test_redact_and_keep_are_exact(tmp_path, key):
    text = """
        i_accept_identification = true
        [policies]
        PERSOON = "redact"
        DATUM = "keep"
        PLAATS = "redact"
        PATIENTNUMMER = "keep"
    """
    chosen = settings_file(tmp_path, text)
    done, made = deidentified(tmp_path, key, [REPORT], "--surrogates", chosen)
    assert done.exit_code == 0, done.output
    new = "Gezien door [PERSOON] op 12-03-2019 te [PLAATS], nummer 6038251."
    assert made["r1"]["text"] == new
    assert [new[s:e] for s, e, _ in made["r1"]["spans"]] == [
        "[PERSOON]",
        "12-03-2019",
        "[PLAATS]",
        "6038251",
    ]
    assert json.loads(done.stdout)["phi_replaced"] == 2
    assert "Mind: the settings keep DATUM, PATIENTNUMMER" in done.stderr


def test_what_is_kept_is_not_held_back_where_it_stands_unmarked(tmp_path, key):
    text = "Nummer 6038251 en nogmaals 6038251; dr. Jansen."
    record = marked(1, text, ("6038251", "PATIENTNUMMER"), ("dr. Jansen", "PERSOON"))
    kept = "i_accept_identification = true\n[policies]\nPATIENTNUMMER = 'keep'\n"
    chosen = settings_file(tmp_path, kept)
    alone = ("--second-look", "off")  # else it is found and replaced
    done, made = deidentified(tmp_path, key, [record], *alone)
    assert (done.exit_code, made) == (1, {})
    done, made = deidentified(tmp_path, key, [record], "--surrogates", chosen)
    assert done.exit_code == 0, done.output
    assert made["r1"]["text"].startswith("Nummer 6038251 en nogmaals 6038251; dr. ")
    # What is not kept still is.
    both = marked(2, text + " Jansen belt.", ("6038251", "PATIENTNUMMER"), ("Jansen", "PERSOON"))
    done, made = deidentified(tmp_path, key, [both], "--surrogates", chosen, *alone)
    assert (done.exit_code, made) == (1, {})


def test_markov_does_not_depend_on_the_order_of_the_file(tmp_path, key):
    records = [
        marked(n, f"Verslag {n}: dr. Jansen.", ("dr. Jansen", "PERSOON"), patient=str(n % 3))
        for n in range(30)
    ]
    text = "[policies]\nPERSOON = { policy = 'markov', p = 0.5 }\n"
    chosen = settings_file(tmp_path, text)
    made = []
    for lines in (records, records[::-1], records[7:] + records[:7]):
        done, found = deidentified(tmp_path, key, lines, "--surrogates", chosen)
        assert done.exit_code == 0, done.output
        assert list(found) == [record["id"] for record in lines]
        made.append(found)
    assert made[0] == made[1] == made[2]
    names = {}
    for n in range(30):
        names.setdefault(n % 3, set()).add(made[0][f"r{n}"]["text"].partition(": ")[2])
    assert all(2 <= len(found) <= 10 for found in names.values())
    _, consistent = deidentified(tmp_path, key, records)
    texts = [consistent[f"r{n}"]["text"].partition(": ")[2] for n in range(0, 30, 3)]
    assert len(set(texts)) == 1


def test_patients_of_two_centres_are_one_only_within_a_namespace(tmp_path, key):
    profiles = {}
    for centre in ("umcg", "avl"):
        path = tmp_path / f"{centre}.toml"
        path.write_text(f'centre = "{centre}"\n', encoding="utf-8")
        profiles[centre] = path

    def text(*options):
        done, made = deidentified(tmp_path, key, [REPORT], *options)
        assert done.exit_code == 0, done.output
        return made["r1"]["text"]

    one, other = (text("--profile", profiles[centre]) for centre in profiles)
    assert one != other
    assert one == text("--namespace", "umcg") != text("--namespace", "avl") == other
    shared = [text("--profile", p, "--namespace", "region") for p in profiles.values()]
    assert shared[0] == shared[1] not in (one, other)


def test_build_keeps_to_the_settings_and_says_so(raw, key, tmp_path):
    common = ("build", "T19", "--source", raw, "--key-file", key, "--out")
    assert run(*common, tmp_path / "plain").exit_code == 0
    text = """
        [policies]
        PERSOON = { policy = "markov", p = 0.5 }
        PLAATS = "per-mention"
        ZIEKENHUIS = "redact"
        TIJD = "keep"
        [dates]
        shift_years = [2, 3]
    """
    chosen = settings_file(tmp_path, text)
    option = ("--surrogates", chosen)
    done = run(*common, tmp_path / "other", *option)
    assert done.exit_code == 0, done.output
    plain, other = read_manifest(tmp_path / "plain"), read_manifest(tmp_path / "other")
    assert plain["options"]["surrogates"]["policies"] == {"all others": "consistent"}
    said = other["options"]["surrogates"]
    assert said["policies"] == {
        "PERSOON": {"policy": "markov", "p": 0.5},
        "TIJD": "keep",
        "PLAATS": "per-mention",
        "ZIEKENHUIS": "redact",
        "all others": "consistent",
    }
    assert said["shift_years"] == [2, 3]
    assert said["identifying_kept"] == []
    replaced = other["phi_replaced"]["prostate_mri"]
    assert all("TIJD" not in counts for counts in replaced.values())
    # The workspace keeps the two apart, and neither workers nor cache show.
    assert tree(tmp_path / "plain") != tree(tmp_path / "other")
    for number, workers in enumerate((1, 2, 2)):
        out, work = tmp_path / f"again{number}", tmp_path / f"work{workers}"
        more = ("--workers", workers, "--workspace", work)
        assert run(*common, out, *option, *more).exit_code == 0
        assert tree(out) == tree(tmp_path / "other")


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("[policies]\nPERSON = 'redact'\n", "E513", "settings.toml, row 2: "),
        ("[policies]\nPERSOON = 'keep'\n", "E514", "i_accept_identification = true"),
        ("policies\n", "E512", "it is not TOML"),
    ],
)
def test_every_command_refuses_bad_settings(raw, key, tmp_path, text, code, said):
    chosen = settings_file(tmp_path, text)
    common = ("--key-file", key, "--surrogates", chosen)
    (tmp_path / "in.jsonl").write_text(json.dumps(REPORT) + "\n", encoding="utf-8")
    files = ("--input", tmp_path / "in.jsonl", "--output", tmp_path / "out.jsonl")
    for command in (
        ("build", "T19", "--source", raw, "--out", tmp_path / "release"),
        ("check", "T19", "--source", raw),
        ("deidentify", *files),
    ):
        done = run(*command, *common)
        assert done.exit_code == 3
        assert f"Error {code}: settings.toml" in done.output
        assert said in done.output
    assert not (tmp_path / "release").exists()
    assert not (tmp_path / "out.jsonl").exists()


def test_check_takes_good_settings(raw, key, tmp_path):
    chosen = settings_file(tmp_path, "[policies]\nPERSOON = 'per-mention'\n")
    done = run("check", "T19", "--source", raw, "--key-file", key, "--surrogates", chosen)
    assert done.exit_code == 0, done.output
