"""Names the packages, which live in three folders; everything else stands in ``pyproject.toml``."""

from setuptools import find_packages, setup

BESIDE = ("task_definitions", "synthetic")  # packages of dragon_prep beside src, not below it

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
)
