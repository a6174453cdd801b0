"""Which post answers a later enquiry."""
