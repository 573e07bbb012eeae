"""The tools of the checkout, which are not in the package."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

CHECKOUT = Path(__file__).resolve().parents[1]


def tool(name: str, folder: str = "tools") -> ModuleType:
    """The script ``FOLDER/NAME.py`` as a module, loaded once."""
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, CHECKOUT / folder / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    if (home := str(CHECKOUT / folder)) not in sys.path:
        sys.path.append(home)  # tools use one another
    spec.loader.exec_module(module)
    return module
