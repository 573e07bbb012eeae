"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import dragon_prep
import dragon_prep.synthetic
import dragon_prep.task_definitions

settings.register_profile(
    "dragon", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("dragon")

CHECKOUT = Path(__file__).resolve().parents[1]
SHARED_DATA = CHECKOUT.parent / "shared" / "data"


def pytest_configure(config: pytest.Config) -> None:
    """Names the marks that tests have, and refuses to test another copy than this checkout's."""
    for package, folder in (
        (dragon_prep, "src/dragon_prep"),
        (dragon_prep.synthetic, "synthetic"),
        (dragon_prep.task_definitions, "task_definitions"),
    ):
        found = Path(str(package.__file__)).resolve().parent
        if found != CHECKOUT / folder:
            told = f"{package.__name__} is imported from {found}, not from this checkout"
            raise pytest.UsageError(f"{told}: pip install -e '.[test]'")
    line = "sample_report(*numbers): shows that the sample reports of these tasks come out right"
    config.addinivalue_line("markers", line)
    config.addinivalue_line("markers", "timed: measures seconds, and runs only with -m timed")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Sample reports and reference archives, which are not ours to publish."""
    if not SHARED_DATA.is_dir():
        pytest.skip("needs the sample data, ../shared/data beside the checkout")
    return SHARED_DATA


@pytest.fixture(autouse=True)
def _nobodys_key(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keeps tests off the key of whoever runs them."""
    base = tmp_path_factory.getbasetemp() / "config-of-nobody"
    for name in ("XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(base))
    monkeypatch.delenv("DRAGON_PREP_KEY_FILE", raising=False)
