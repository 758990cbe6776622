"""Tests that hold on the mock portal whatever it looks like."""

from __future__ import annotations

import pytest

# In the second skin the whole of them belongs to the long proofs; `always` is the slice that every run sees.
_HEAVY = pytest.param("harbour", id="harbour", marks=pytest.mark.heavy)

both = pytest.mark.parametrize("skin", [pytest.param("", id="first"), _HEAVY], indirect=True)
always = pytest.mark.parametrize("skin", [pytest.param("", id="first"), pytest.param("harbour")], indirect=True)
