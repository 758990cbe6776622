"""The dashboard: one local web application that shows what the ledger knows, and starts what a person asks for."""
