"""What all concerns of extraction share: forms of words, listed names, spans, line breaks, addresses."""
