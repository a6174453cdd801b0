"""Answers to articles: layout, front matter, templates, the editor's note."""
