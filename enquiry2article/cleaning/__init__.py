"""Mail and helpdesk wrapping off, noise told apart, and what part of a message asks."""
