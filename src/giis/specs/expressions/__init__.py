"""The expression language of the specs: one tree, read once, made into every backend."""
