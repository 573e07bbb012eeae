"""Each value once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dragon_prep.core.distinct import distinct


@pytest.mark.parametrize("kind", ["u8", "i8", "u4", "i4", "bool", "S16"])
@given(st.data())
def test_it_is_what_numpy_gives(kind, data):
    values = data.draw(arrays(kind, st.integers(0, 20)))
    found = distinct(values)
    assert found.dtype == values.dtype
    assert np.array_equal(found, np.unique(values))
