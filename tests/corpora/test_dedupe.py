"""Copies in a corpus: as a search that compares all with all finds them, whatever the workers."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_corpora import corpus_of, edited, id_of, patient_of, rows_in, rows_of, text_of
from worlds import tree

from dragon_prep.core.errors import UsageFault, VerifyFault
from dragon_prep.core.shingles import jaccard, shingles_of
from dragon_prep.corpora.dedupe import candidates, find
from dragon_prep.corpora.dedupe.settings import EXACT_ONLY, DedupeSettings
from dragon_prep.corpora.dedupe.signs import NO_SECRET, words_digest
from dragon_prep.corpora.masked import MASK, masked
from dragon_prep.corpora.shards import Corpus
from dragon_prep.services.corpus_dedupe import dedupe_corpus
from dragon_prep.split.near import is_long


def by_comparing_all(rows, near=0.8, within=False):
    """What stays, by the rule alone: in order of the ids, what is no copy of what stays."""
    kept = []
    firsts = set()
    for row in sorted(rows):
        _, patient, text = row
        same = (words_digest(text), patient if within else "")
        if same in firsts:
            continue
        firsts.add(same)
        said = shingles_of(text, NO_SECRET)
        others = (one for one in kept if not within or one[0][1] == patient)
        is_near = is_long(said) and any(
            is_long(other) and jaccard(said, other) >= near for _, other in others
        )
        if not is_near:
            kept.append((row, said))
    return [row for row, _ in kept]


def deduped(rows, folder, **more):
    corpus = corpus_of(rows, folder / "corpus")
    manifest = dedupe_corpus(corpus.folder, folder / "out", overwrite=True, **more)
    return rows_in(Corpus.open(folder / "out")), manifest


def texts_with_copies(chance, number, words=60):
    """Texts, some of which are copies of earlier ones: exact, in other spelling, or edited."""
    texts = []
    for _ in range(number):
        if texts and chance.random() < 0.5:
            text = chance.choice(texts)
            share = chance.choice((0, 0, 0.01, 0.02, 0.06, 0.2))
            text = edited(text, chance, share) if share else chance.choice((text, text.upper()))
        else:
            text = text_of(chance, chance.choice((0, 1, 5, 25, words)))
        texts.append(text)
    return texts


@given(st.integers(0, 10**9), st.integers(1, 40), st.booleans(), st.sampled_from((0.5, 0.7, 0.8)))
@settings(max_examples=25, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_it_finds_what_comparing_all_with_all_finds(tmp_path, seed, number, within, near):
    rows = rows_of(texts_with_copies(random.Random(seed), number), reports_of_one=3)
    kept, manifest = deduped(rows, tmp_path, settings=DedupeSettings(near, within))
    # Of two texts just at the threshold one pair in some hundred is missed, and then more stay.
    expected = by_comparing_all(rows, near, within)
    assert len(kept) >= len(expected)
    assert len(set(kept) ^ set(expected)) <= 2
    assert manifest.steps[-1].reports == len(kept)
    assert manifest.steps[-1].patients == len({patient for _, patient, _ in kept})


@given(st.integers(0, 10**9), st.integers(1, 60), st.booleans())
@settings(max_examples=15, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_exact_copies_are_found_all_of_them(tmp_path, seed, number, within):
    rows = rows_of(texts_with_copies(random.Random(seed), number))
    kept, _ = deduped(rows, tmp_path, settings=DedupeSettings(EXACT_ONLY, within))
    assert kept == by_comparing_all(rows, near=2, within=within)


def planted(number=1500, seed=5):
    """Texts, with 4 % exact and 2 % near copies (5 % of the words edited) of some of them."""
    chance = random.Random(seed)
    texts = [text_of(chance, chance.randrange(120, 300)) for _ in range(number)]
    exact = chance.sample(range(number), number * 4 // 100)
    near = chance.sample(sorted(set(range(number)) - set(exact)), number * 2 // 100)
    every = texts + [texts[at] for at in exact] + [edited(texts[at], chance, 0.05) for at in near]
    originals = [*range(number), *exact, *near]
    return every, originals, len(exact), len(near)


def test_planted_copies_are_found_and_no_other_report_goes(tmp_path):
    texts, originals, exact, near = planted()
    # Each copy is another patient's. At 5 % of the words some three in four runs are the same.
    rows = rows_of(texts, reports_of_one=1)
    kept, manifest = deduped(rows, tmp_path, settings=DedupeSettings(near=0.7))
    told = {step.name: step.left_out for step in manifest.steps}
    assert told["the same text"] == exact
    assert told["nearly the same text"] > 0.95 * near
    stay = {name for name, *_ in kept}
    left = {originals[n] for n in range(len(texts)) if id_of(n) in stay}
    assert left == set(range(1500))  # of each original, it or its copy is there


def test_workers_make_no_difference_and_neither_does_a_stop(tmp_path, monkeypatch):
    rows = rows_of(planted(300)[0])
    corpus = corpus_of(rows, tmp_path / "corpus")
    one, two, three = (tmp_path / name for name in ("one", "two", "three"))
    dedupe_corpus(corpus.folder, one)
    dedupe_corpus(corpus.folder, two, workers=2)
    assert tree(one) == tree(two)

    def stop(*_):
        raise KeyboardInterrupt

    work = tmp_path / "work"
    for step in ("make_signs", "find_candidates", "verify", "chosen"):
        with monkeypatch.context() as patch:
            patch.setattr(find, step, stop)
            with pytest.raises(KeyboardInterrupt):
                dedupe_corpus(corpus.folder, three, workspace=work)
        assert not three.exists()
    done = list((work / "dedupe").rglob("*.arrays"))
    damaged = random.Random(1).sample(sorted(done), 5)
    for path in damaged:
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 16
        path.write_bytes(data)
    dedupe_corpus(corpus.folder, three, workspace=work)
    assert tree(one) == tree(three)
    assert not list((work / "dedupe").rglob("*.arrays"))


def test_of_the_work_nothing_stays(tmp_path):
    corpus = corpus_of(rows_of(["een verslag", "een ander"]), tmp_path / "corpus")
    dedupe_corpus(corpus.folder, tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus", "out"]


def test_a_chain_of_near_reports_costs_none_that_is_near_to_nothing_left(tmp_path):
    chance = random.Random(2)
    texts = [text_of(chance, 150)]
    for _ in range(5):
        texts.append(edited(texts[-1], chance, 0.03))
    said = [shingles_of(text, NO_SECRET) for text in texts]
    assert jaccard(said[0], said[1]) > 0.8 > jaccard(said[0], said[-1])
    rows = rows_of(texts, reports_of_one=1)
    kept, _ = deduped(rows, tmp_path)
    assert kept == by_comparing_all(rows)
    assert len(kept) > 1


def test_crowds_of_reports_that_are_all_alike(tmp_path, monkeypatch):
    chance = random.Random(3)
    base = text_of(chance, 150)
    texts = [edited(base, chance, 0.01) for _ in range(120)]
    other = text_of(chance, 150)
    texts += [edited(other, chance, 0.01) for _ in range(60)]
    rows = rows_of(texts, reports_of_one=1)
    expected, told = deduped(rows, tmp_path)
    assert told.options["dedupe"]["uncompared"] == 0
    monkeypatch.setattr(candidates, "_CROWD", 10)
    kept, told = deduped(rows, tmp_path)
    assert kept == expected == by_comparing_all(rows)
    monkeypatch.setattr(candidates, "_PIVOTS", 1)
    assert deduped(rows, tmp_path)[1].options["dedupe"]["uncompared"] >= 0


def test_copies_of_other_patients_stay_where_it_is_told_so(tmp_path):
    text = text_of(random.Random(4), 100)
    rows = [(id_of(n), patient_of(n // 2), text) for n in range(6)]
    assert len(deduped(rows, tmp_path)[0]) == 1
    kept, _ = deduped(rows, tmp_path, settings=DedupeSettings(within=True))
    assert len(kept) == len({patient for _, patient, _ in kept}) == 3


def marked(template, patient, number=0):
    """A row whose text has surrogates of its patient's own in the place of `#`."""
    chance = random.Random(patient)
    text, phi = "", []
    for part in template.split("#"):
        if text:
            new = chance.choice(("van {}", "{}-de Zwart", "{}")).format(f"Naam{patient}")
            phi.append((len(text), len(text) + len(new)))
            text += new
        text += part
    return id_of(100 * patient + number), patient_of(patient), text, phi


def test_the_same_text_of_two_patients_is_a_copy_whatever_their_names(tmp_path):
    short = ". Gezien door dr. # op #. Geen afwijkingen."
    longer = text_of(random.Random(1), 40) + short + " Nogmaals #."
    edit = longer.replace("afwijkingen", "bijzonderheden")
    texts = (short, longer, edit)
    rows = [marked(text, n, at) for n in range(8) for at, text in enumerate(texts)]
    rows += [marked("Geen contact met # gehad.", 9), marked("Contact met # gehad.", 10)]
    kept, manifest = deduped(rows, tmp_path)
    assert len(kept) == 4
    told = {step.name: step.left_out for step in manifest.steps}
    assert (told["the same text"], told["nearly the same text"]) == (3 * 7, 1)
    # Across patients only, where it is told so, and as they stand, they are different.
    own = DedupeSettings(EXACT_ONLY, within=True)
    again = [*rows, *(marked(short, n, 50) for n in range(8))]
    assert len(deduped(again, tmp_path, settings=own)[0]) == len(rows)
    kept, manifest = deduped(rows, tmp_path, settings=DedupeSettings(EXACT_ONLY, as_written=True))
    assert len(kept) == len(rows)
    assert manifest.options["dedupe"]["as_written"] is True


@pytest.mark.parametrize(
    ("text", "phi", "expected"),
    [
        ("Dr. Bos, 1-2-2019.", [(4, 7), (9, 17)], f"Dr. {MASK}, {MASK}."),
        ("Bos 1-2-2019 gezien", [(0, 3), (4, 12)], f"{MASK} gezien"),
        ("Boszicht", [(0, 3)], f"{MASK}zicht"),
        ("niets", [], "niets"),
    ],
)
def test_a_mask_stands_where_a_surrogate_was(text, phi, expected):
    assert masked(text, phi) == expected


def test_what_cannot_be_done_is_refused(tmp_path):
    corpus = corpus_of(rows_of(["een verslag", "een ander"]), tmp_path / "corpus")
    for near in (0.2, 1.1, float("nan")):
        with pytest.raises(UsageFault, match="E106"):
            dedupe_corpus(corpus.folder, tmp_path / "out", settings=DedupeSettings(near=near))
    with pytest.raises(UsageFault, match="E105"):
        dedupe_corpus(corpus.folder, corpus.folder / "out")
    with pytest.raises(UsageFault, match="E195"):
        dedupe_corpus(tmp_path, tmp_path / "out")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(UsageFault, match="E104"):
        dedupe_corpus(corpus.folder, tmp_path / "out", overwrite=True)


def test_bit_flips_in_shards_and_manifest_are_found(tmp_path):
    corpus = corpus_of(rows_of(planted(60)[0]), tmp_path / "corpus")
    chance = random.Random(6)
    files = [corpus.folder / "corpus.json", *sorted(corpus.folder.glob("data/*"))]
    for n in range(60):
        path = files[n % len(files)]
        sound = path.read_bytes()
        data = bytearray(sound)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        with pytest.raises((VerifyFault, UsageFault)) as fault:
            dedupe_corpus(corpus.folder, tmp_path / "out")
        assert fault.value.kind.code in ("E195", "E196")
        assert not (tmp_path / "out").exists()
        path.write_bytes(sound)
    dedupe_corpus(corpus.folder, tmp_path / "out")
