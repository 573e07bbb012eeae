"""The version of dragon-prep, from its installed metadata."""

from importlib.metadata import version

VERSION = version("dragon-prep")
