"""Stage 1: reads files into source documents, within limits; what cannot be read goes to quarantine."""
