"""Titles, wordings and key words of questions."""
