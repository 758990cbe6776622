"""The creator's side: pages of an account's own session."""
