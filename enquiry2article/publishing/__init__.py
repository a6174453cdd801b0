"""Finished drafts into content systems: import files, pages to paste from, and pushing over the network when asked."""
