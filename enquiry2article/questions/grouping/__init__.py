"""Enquiries to clusters that ask the same, and clusters to questions that keep their names."""
