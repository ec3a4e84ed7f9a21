"""What all concerns of extraction share: forms of words, listed names, sentences, quotation marks."""
