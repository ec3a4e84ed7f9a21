"""Training of the line labeller of `pipeline.structure`: annotated releases, and made-up ones with their bodies."""
