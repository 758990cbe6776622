"""A LIVE on one page, for those who make it, and why it stands where it stands."""
