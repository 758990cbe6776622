"""Whether a shop is in good standing: its credit score, violations, appeals, and the self-check of its texts."""
