"""Functions from text to text; nothing of ours is imported here."""
