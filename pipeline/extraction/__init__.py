"""Stage 4: people, roles, organisations, countries, dates and quotes, found by spaCy components.

Nothing is imported here, so that `pipeline.extraction.countries` can be used without spaCy.
"""
