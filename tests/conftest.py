"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "dragon", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("dragon")

SHARED_DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"


def pytest_configure(config: pytest.Config) -> None:
    """Names the marks that tests have."""
    line = "sample_report(*numbers): shows that the sample reports of these tasks come out right"
    config.addinivalue_line("markers", line)
    config.addinivalue_line("markers", "timed: measures seconds, and runs only with -m timed")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Sample reports and reference archives, which are not ours to publish."""
    if not SHARED_DATA.is_dir():
        pytest.skip("needs the sample data, ../shared/data beside the checkout")
    return SHARED_DATA
