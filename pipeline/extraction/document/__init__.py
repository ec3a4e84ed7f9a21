"""The state of one document during extraction (`Analysis`), and what the reader found in it (`Reading`)."""
