"""Readers of posts, one for each format."""
