"""Turn support enquiries into articles, and later enquiries into links to them."""
