"""Files about products: what accounts are to show, what a shop sells, and what an account can stand for."""

from agent.assortments.columns import ASSORTMENT, PRODUCTS, Goods
from agent.assortments.gathering import Expected, Gathered, gathered
from agent.assortments.naming import product_of
from agent.assortments.positions import load_positions
from agent.assortments.reading import products_of, read_goods
from agent.assortments.tomls import read_toml

__all__ = [
    "ASSORTMENT",
    "PRODUCTS",
    "Expected",
    "Gathered",
    "Goods",
    "gathered",
    "load_positions",
    "product_of",
    "products_of",
    "read_goods",
    "read_toml",
]
