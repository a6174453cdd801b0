"""The posts that a site has."""
