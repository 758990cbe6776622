"""Money as a shop shows it: an amount in a currency, with as many decimals as its market writes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Final

# What a shop's buyers never see a fraction of; every other currency of a market has two decimals.
_WHOLE: Final = frozenset({"VND", "IDR", "JPY"})
_PERCENT: Final = Decimal(100)
# What is paid with in each market of TikTok Shop.
CURRENCY_OF: Final = MappingProxyType(
    {
        "US": "USD",
        "GB": "GBP",
        "ID": "IDR",
        "MY": "MYR",
        "TH": "THB",
        "VN": "VND",
        "PH": "PHP",
        "SG": "SGD",
        "MX": "MXN",
        "BR": "BRL",
        "JP": "JPY",
        **dict.fromkeys(("ES", "DE", "FR", "IT", "IE"), "EUR"),
    }
)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount and its currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def less(self, percent: int) -> Money:
        """What is left of it after a discount, rounded as the market rounds."""
        left = self.amount * (_PERCENT - percent) / _PERCENT
        return Money(left.quantize(self._step, ROUND_HALF_UP), self.currency)

    def __str__(self) -> str:
        """The amount with the market's decimals, and the currency."""
        return f"{self.amount.quantize(self._step, ROUND_HALF_UP):,f} {self.currency}"

    @property
    def _step(self) -> Decimal:
        return Decimal(1) if self.currency in _WHOLE else Decimal("0.01")
