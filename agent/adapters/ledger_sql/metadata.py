"""Where all tables of the ledger are registered, whichever module names them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import MetaData

metadata: Final = MetaData()
