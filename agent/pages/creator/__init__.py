"""The creator's own pages."""
