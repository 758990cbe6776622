"""The pages of Tabcut, another site with customers of its own."""
