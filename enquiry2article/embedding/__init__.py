"""Texts to vectors, how alike they are, and the nearest of them."""
