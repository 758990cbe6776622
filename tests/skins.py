"""Tests that hold on the mock portal whatever it looks like."""

from __future__ import annotations

import pytest

_HEAVY = pytest.param("harbour", id="harbour", marks=pytest.mark.heavy)

# In its second skin too, in the long proofs; a slice of that, which every run sees, is `test_skins_of_the_mock`.
both = pytest.mark.parametrize("skin", [pytest.param("", id="first"), _HEAVY], indirect=True)
second = pytest.mark.parametrize("skin", ["harbour"], indirect=True)
