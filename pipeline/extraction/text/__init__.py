"""What all components share: word forms, gazetteers, word lists as features, sentences and quotation marks."""
