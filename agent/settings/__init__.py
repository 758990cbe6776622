"""The settings of one operator: flag before environment before file before default, and where each came from."""

from agent.settings.layout import Settings, ledger_address
from agent.settings.patience import EffectiveWaits, effective_waits
from agent.settings.sources import Origin, load_settings, origins

__all__ = ["EffectiveWaits", "Origin", "Settings", "effective_waits", "ledger_address", "load_settings", "origins"]
