"""What posts say of what is asked."""
