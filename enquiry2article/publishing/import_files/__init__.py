"""One module for each import format; none knows another."""
