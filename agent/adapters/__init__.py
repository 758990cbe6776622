"""One adapter per port: the browser and its gate, the ledger, the vault, evidence, clocks, the retry policy."""
