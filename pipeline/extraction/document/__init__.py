"""What is known of one document while the components work, and what the reader found in it."""
