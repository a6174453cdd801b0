"""The text to paste, and saved replies for helpdesks."""
