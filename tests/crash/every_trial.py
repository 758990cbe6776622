"""Every irreversible act on trial: those about accounts, and those that no link or invitation tells of."""

from __future__ import annotations

from audit_trials import CHECKS
from promotion_trials import DEALS
from service_trials import SERVICE
from trials import TRIALS

OTHERS = (*DEALS, *CHECKS, *SERVICE)
EVERY = (*TRIALS, *OTHERS)
