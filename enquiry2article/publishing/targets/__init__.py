"""One module for each system that drafts can be pushed to; none knows another."""
