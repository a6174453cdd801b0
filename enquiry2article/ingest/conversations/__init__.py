"""Who said what: messages to conversations."""
