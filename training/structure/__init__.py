"""Training of the line labeller of `pipeline.structure`: annotated releases, and these dressed anew."""
