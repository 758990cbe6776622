"""What money is called where."""

from __future__ import annotations

_CURRENCIES = {
    "MX": "MXN",
    "GB": "GBP",
    "TH": "THB",
    "US": "USD",
    "BR": "BRL",
    "ES": "EUR",
    "DE": "EUR",
    "ID": "IDR",
    "VN": "VND",
    "FR": "EUR",
    "SG": "SGD",
    "MY": "MYR",
    "PH": "PHP",
}


def currency_of(region: str) -> str:
    """The currency of a country, as three letters."""
    return _CURRENCIES.get(region, "USD")
