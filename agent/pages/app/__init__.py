"""The Seller app, where a profile says that its screens open in a browser."""
