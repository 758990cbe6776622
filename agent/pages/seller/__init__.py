"""Seller Center on a PC."""
