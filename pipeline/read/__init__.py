"""Stage 1: files -> source documents, with limits; what cannot be read goes to quarantine."""
