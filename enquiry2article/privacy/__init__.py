"""What is personal: found, taken out, counted, and recognised again without being kept."""
