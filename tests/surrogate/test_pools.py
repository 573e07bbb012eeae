from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dragon_prep.core.errors import SystemFault
from dragon_prep.data import load
from dragon_prep.language.gazetteer import area_codes, home_of, postcode_regions, towns
from dragon_prep.language.institutions import (
    InstitutionKind,
    institutions,
    kinds_like,
    of_kinds,
)
from dragon_prep.language.pools import calendar, pool, rows, words

DATA = Path(load.__file__).parent
POOLS = sorted(path.name for path in DATA.glob("pool_*.txt"))
CHECKOUT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", POOLS)
def test_pools_are_ascii_with_source_and_licence_sorted_without_doubles(name: str) -> None:
    content = (DATA / name).read_bytes()
    assert content.isascii()
    assert b"\r" not in content
    header = [line for line in content.decode().split("\n") if line.startswith("#")]
    if name != "pool_licence.txt":
        assert any(line.startswith("# Source: ") for line in header)
        assert any(line.startswith("# Licence: ") for line in header)
    lines = load.lines(name)
    assert list(lines) == sorted(set(lines))


def test_pools_are_small() -> None:
    assert sum((DATA / name).stat().st_size for name in POOLS) < 1_200_000


def test_pools_are_large_enough_to_hide_in() -> None:
    assert len(rows("surnames")) > 10_000
    assert len(towns()) > 1500
    assert len(pool("streets")) > 4000
    for sex in ("male", "female"):
        assert len(rows(f"first_names_{sex}")) > 900
    assert len(pool("studies")) > 400
    assert len(pool("companies")) > 400
    assert len(institutions()) > 1000
    assert all(len(one.names) == 3 and all(one.names) for one in institutions())
    for origin in ("turkish", "arabic", "hindustani", "slavic", "chinese", "frisian", "antillean"):
        kinds = [row[:2] for row in rows("names_added")]
        assert kinds.count((origin, "surname")) >= 250
    for kind in InstitutionKind:
        fewest = 8 if kind is InstitutionKind.ACADEMIC else 30
        assert len(of_kinds(kinds_like(kind), None)) >= fewest


def test_places_of_the_pools_are_known_towns() -> None:
    assert all(one.town is not None for one in institutions())
    assert len(area_codes()) > 100
    assert len(postcode_regions()) == 90
    assert all(home_of(centre) is not None for centre, _ in rows("centres"))
    for town in towns().values():  # the Netherlands, and a little of what is around them
        assert 50.2 * 1112 < town.north < 53.6 * 1112
        assert 2.5 * 685 < town.east < 7.6 * 685


def test_weights_are_whole_and_positive() -> None:
    for name, at in (
        *((f"first_names_{sex}", 1) for sex in ("male", "female")),
        *(("surnames", 2), ("names_abroad", 3), ("names_added", 3), ("hospitals", 1), ("towns", 1)),
    ):
        assert all(int(row[at]) > 0 for row in rows(name)), name


def test_word_lists_are_complete() -> None:
    for language in ("nl", "en"):
        assert len(calendar("month", language)) == 12
        assert len(calendar("weekday", language)) == 7
    assert "radioloog" in words("title")


def test_checksums_are_of_the_files_as_they_are() -> None:
    pinned = json.loads((DATA / "checksums.json").read_text(encoding="utf-8"))
    for name in POOLS:
        assert pinned[name] == hashlib.sha256((DATA / name).read_bytes()).hexdigest()


def test_a_changed_or_missing_data_file_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pool_towns.txt").write_text("# changed\nHier\n", encoding="utf-8")
    pinned = (DATA / "checksums.json").read_bytes()
    (tmp_path / "checksums.json").write_bytes(pinned)
    monkeypatch.setattr(load.resources, "files", lambda _: tmp_path)
    for name in ("pool_towns.txt", "pool_streets.txt", "nonsense.txt"):
        load.text.cache_clear()
        load.lines.cache_clear()
        with pytest.raises(SystemFault) as fault:
            load.lines(name)
        assert fault.value.kind.code == "E601"
    load.text.cache_clear()
    load.lines.cache_clear()


def test_nothing_comes_from_faker_at_run_time() -> None:
    program = (
        "import sys; from dragon_prep.core.keys import ProjectKey; "
        "from dragon_prep.surrogate.patient import PatientSurrogates; "
        "p = PatientSurrogates(ProjectKey(bytes(32)), 'a', 'b'); "
        "p.surrogate('J. Jansen', 'PERSOON'); "
        "sys.exit('faker' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_surrogates_do_not_depend_on_the_hash_seed() -> None:
    program = (
        "from dragon_prep.core.phi import PhiCategory; "
        "from dragon_prep.core.keys import ProjectKey; "
        "from dragon_prep.surrogate.patient import PatientSurrogates; "
        "p = PatientSurrogates(ProjectKey(bytes(32)), 'a', 'b'); "
        "print([p.fresh(category, 'r', 1) for category in PhiCategory])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1


@pytest.mark.skipif(not (CHECKOUT / "tools").is_dir(), reason="needs the checkout's tools folder")
def test_the_checksum_tool_agrees() -> None:
    tool = CHECKOUT / "tools" / "checksums.py"
    assert subprocess.run([sys.executable, str(tool), "--check"], check=False).returncode == 0
