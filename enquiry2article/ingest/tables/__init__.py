"""Tables of all kinds."""
