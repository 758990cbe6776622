"""Promotions: LIVE-only discount codes, LIVE flash deals, flash sales and product discounts."""
