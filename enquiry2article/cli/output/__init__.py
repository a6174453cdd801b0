"""Results as text, as rows and as JSON."""
