"""Which column or key is which field, and what its cells mean."""
