"""Channel Companion: binds and looks after TikTok Shop channel accounts, guarded, once-only, provable."""
