"""Tabcut as another site would be: rankings of goods, videos and creators by country, and who sells what."""
