"""Where site generators put a post."""
