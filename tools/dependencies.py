"""Measures what an installation holds and writes the tables of docs/dependencies.md.

python tools/dependencies.py            installs what uv.lock has, without the extras of developers,
                                        into a temporary folder (network, a minute), and measures
python tools/dependencies.py --check    changes nothing, installs nothing; exit code 1 where the
                                        tables lack a package of the lock or have another version

Sizes are of Linux and this Python, compiled files included. Needs uv.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import lock

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = lock.CHECKOUT / "docs" / "dependencies.md"
_MB = 1 << 20
_PLACE = "<!-- {0}: written by tools/dependencies.py -->\n"
# What each direct requirement is for. Those that the project was asked to use are in bold.
JOBS = {
    "filelock": "one run at a time in a workspace or release",
    "ftfy": "wrong encodings in texts",
    "jinja2": "the pages of a release",
    "markdown-it-py": "pages of the documents (`dragon-prep docs`)",
    "numpy": "weights of the learned layer, tables of digests",
    "olefile": "old Excel files",
    "**pandas**": "rows and masks of tasks",
    "platformdirs": "where the project key is kept",
    "**pyarrow**": "shards and files of reports as Parquet, one schema for documents",
    "python-calamine": "workbooks",
    "python-stdnum": "BSN, IBAN, Belgian numbers",
    "rapidfuzz": "edit distances of names and values",
    "rensa": "MinHash of near-duplicates",
    "**rich**": "tables and progress in the terminal",
    "**scikit-learn**": "stratified splits with groups, simple methods of `probe`",
    "scipy": "intervals of estimates, the statistics of balance and recall",
    "**spacy**": "the pipeline component `dragon_phi`; the tokens of T25 to T28",
    "striprtf": "texts in RTF",
    "threadpoolctl": "one thread a worker",
    "typer": "the command line",
    "**unidecode**": "the ASCII step",
}
EXTRAS = {
    "annotate": "INCEpTION's XMI in `annotate`",
    "cluster": "work on the hosts of a Dask cluster (`--executor`)",
    "map": "an encrypted map of case to report (`build --map`, `relink`)",
    "profile": "the noise of `profile`",
    "sign": "`sign`, and keys with a passphrase",
    "sources": "`pull` from S3, doccano, SFTP",
    "sql": "exports in a database other than SQLite",
    "upload": "`upload` to an archive of Grand Challenge",
}
# Classifiers and texts in place of SPDX names, as packages of the lock have them.
_LICENCES = (
    (r"GNU Lesser.*v2 or later", "LGPL-2.0-or-later"),
    (r"GNU Lesser|\bLGPL", "LGPL"),
    (r"GNU General.*v2 or later", "GPL-2.0-or-later"),
    (r"GNU General|\bGPL", "GPL"),
    (r"Mozilla|MPL", "MPL-2.0"),
    (r"Apache", "Apache-2.0"),
    (r"BSD", "BSD"),
    (r"MIT\b", "MIT"),
    (r"ISC", "ISC"),
    (r"Python Software Foundation|PSF", "PSF-2.0"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A package as it was installed: its size in bytes, and its licence."""

    size: int
    licence: str


def licence_of(held: metadata.Distribution) -> str:
    """The licence of a package in few words, from what it says of itself, or else its file."""
    told = held.metadata
    if said := told.get("License-Expression"):
        return str(said)
    classifiers = [c for c in told.get_all("Classifier") or [] if c.startswith("License ::")]
    texts = ["; ".join(classifiers), str(told.get("License") or "")[:200]]
    for file in held.files or ():
        if re.search(r"LICEN[CS]E|COPYING", file.name.upper()) and file.suffix != ".py":
            texts.append(Path(str(held.locate_file(file))).read_text("utf-8", "replace")[:200])
    for text in texts:
        if found := list(_named(text)):
            return ", ".join(found)
    return "see its files"


def _named(text: str) -> Iterator[str]:
    """The licences that a text names, of each family the first that fits."""
    seen = set()
    for pattern, name in _LICENCES:
        family = name.partition("-")[0]
        if family not in seen and re.search(pattern, text):
            seen.add(family)
            yield name


def measure(packages: list[lock.Locked], folder: Path) -> dict[str, Measured]:
    """Installs packages as they are locked, and looks at each.

    Args:
        packages: see ``lock.closure``.
        folder: where to install them.
    """
    wanted = folder / "locked.txt"
    lines = (
        " ".join((f"{p.name}=={p.version}", *(f"--hash=sha256:{file.digest}" for file in p.files)))
        for p in packages
    )
    wanted.write_text("\n".join(lines), encoding="utf-8")
    target = folder / "site-packages"
    command = ["uv", "pip", "install", "--quiet", "--no-deps", "--compile-bytecode"]
    command += ["--python", sys.executable, "--target", str(target)]
    subprocess.run([*command, "--require-hashes", "-r", str(wanted)], check=True)
    found = {}
    for held in metadata.distributions(path=[str(target)]):
        size = sum(map(_with_compiled, (Path(str(held.locate_file(f))) for f in held.files or ())))
        name = re.sub(r"[-_.]+", "-", held.name).lower()
        found[name] = Measured(size, licence_of(held))
    return found


def _with_compiled(path: Path) -> int:
    compiled = path.parent / "__pycache__" / f"{path.stem}.{sys.implementation.cache_tag}.pyc"
    files = (path, compiled) if path.suffix == ".py" else (path,)
    return sum(file.stat().st_size for file in files if file.is_file())


def _mb(size: float) -> str:
    return str(round(size / _MB)) if size >= _MB else "< 1"


def _table(*rows: tuple[object, ...]) -> str:
    head, *rest = rows
    lines = [head, ("---",) * len(head), *rest]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def tables(held: dict[str, object], found: dict[str, Measured]) -> dict[str, str]:
    """The tables of the page, by name.

    Args:
        held: the lock.
        found: see ``measure``.
    """
    plain = {package.name: package for package in lock.closure(held)}
    needs = {name: package.needs for name, package in plain.items()}

    def size(names: set[str]) -> int:
        return sum(found[name].size for name in names if name in found)

    def brought(start: str) -> set[str]:
        seen, waiting = set(), [start]
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += needs.get(name, ())
        return seen

    direct = []
    for told, job in JOBS.items():
        name = told.strip("*")
        everything = brought(name)
        direct.append((told, _mb(size({name})), _mb(size(everything)), found[name].licence, job))
    direct.sort(key=lambda row: -found[row[0].strip("*")].size)
    extras = []
    for extra, job in EXTRAS.items():
        more = {package.name for package in lock.closure(held, (extra,))} - set(plain)
        extras.append((f"`{extra}`", len(more), _mb(size(more)), ", ".join(sorted(more)), job))
    asked = ", ".join(sorted(name.strip("*") for name in JOBS if name.startswith("*")))
    bound = set().union(*(brought(name) for name in asked.split(", ")))
    everyone = lock.closure(held, tuple(EXTRAS))
    approve = [
        (p.name, p.version, found[p.name].licence, "" if p.name in plain else _extras_of(held, p))
        for p in everyone
    ]
    return {
        "direct": _table(("package", "MB", "with what it needs", "licence", "job"), *direct),
        "sum": (
            f"All in all {_mb(size(set(plain)))} MB in {len(plain)} packages beside dragon-prep's "
            f"own. Those that the project was asked\nto use ({asked}) are {_mb(size(bound))} MB "
            "with what they need.\n"
        ),
        "extras": _table(("extra", "packages", "MB more", "which", "for"), *extras),
        "approve": _table(("package", "version", "licence", "extras"), *approve),
    }


def _extras_of(held: dict[str, object], package: lock.Locked) -> str:
    having = [e for e in EXTRAS if package.name in {p.name for p in lock.closure(held, (e,))}]
    return ", ".join(f"`{extra}`" for extra in having)


def licences(page: str) -> dict[str, str]:
    """The licence of each package of the page's last table."""
    _, _, table = page.partition(_PLACE.format("approve"))
    return dict(re.findall(r"^\| ([a-z0-9.-]+) \| \d\S* \| (.*?) \|", table, re.MULTILINE))


def missing(page: str) -> list[str]:
    """The packages that either the lock or the page's last table has, and not the other."""
    _, _, table = page.partition(_PLACE.format("approve"))
    listed = re.findall(r"^\| ([a-z0-9.-]+) \| (\d\S*) \|", table, re.MULTILINE)
    here = lock.environment("3.11", "linux")
    locked = [(p.name, p.version) for p in lock.closure(lock.read(), tuple(EXTRAS), here)]
    return sorted(f"{name} {version}" for name, version in {*listed} ^ {*locked})


def main() -> int:
    """Measures and writes, or checks; returns the exit code."""
    page = PAGE.read_text(encoding="utf-8")
    if "--check" in sys.argv[1:]:
        print(*missing(page), sep="\n")
        return int(bool(missing(page)))
    held = lock.read()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(lock.closure(held, tuple(EXTRAS)), Path(folder))
    for name, text in tables(held, found).items():
        place = re.escape(_PLACE.format(name))
        page = re.sub(
            rf"({place}).*?(?=\n\n|\Z)",
            lambda m, t=text: m[1] + t.rstrip("\n"),
            page,
            flags=re.DOTALL,
        )
    PAGE.write_text(page.rstrip("\n") + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
