"""Names the packages, which live in three folders, and takes the documents along.

Everything else stands in ``pyproject.toml``.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

BESIDE = ("task_definitions", "synthetic")  # packages of dragon_prep beside src, not below it
ORDER = "zensical.toml"  # the order of the documents: services/documents/shelf.py reads it, too


def documents() -> list[str]:
    """The files that ``dragon-prep docs`` shows: what the order of the pages names, and images."""

    def named(order: object) -> list[str]:
        if isinstance(order, str):
            return [order]
        return [
            n
            for part in (order.values() if isinstance(order, dict) else order)
            for n in named(part)
        ]

    order = tomllib.loads(Path(ORDER).read_text(encoding="utf-8"))["project"]["nav"]
    return [
        ORDER,
        *named(order),
        *(path.as_posix() for path in sorted(Path("docs/images").glob("*"))),
    ]


class BuildWithDocuments(build_py):
    """Puts the documents into the package, in the places they have in the checkout."""

    def run(self) -> None:
        """Builds the package, and adds the documents to what is installed."""
        super().run()
        if not self.editable_mode:  # which reads them where they are written
            for source, target in self._documents():
                self.mkpath(str(Path(target).parent))
                self.copy_file(source, target, preserve_mode=False)

    def get_source_files(self) -> list[str]:
        """What a source distribution needs for it."""
        return [*super().get_source_files(), *documents()]

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """All files that are made."""
        return [
            *super().get_outputs(include_bytecode),
            *(target for _, target in self._documents()),
        ]

    def _documents(self) -> list[tuple[str, str]]:
        place = Path(self.build_lib, "dragon_prep", "documents")
        return [(name, str(place / name)) for name in documents()]


setup(
    packages=[
        *find_packages("src"),
        *(
            f"dragon_prep.{name}"
            for folder in BESIDE
            for name in find_packages(".", include=(folder, f"{folder}.*"))
        ),
    ],
    package_dir={"": "src"} | {f"dragon_prep.{folder}": folder for folder in BESIDE},
    cmdclass={"build_py": BuildWithDocuments},
)
