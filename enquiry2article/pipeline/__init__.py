"""The use cases: the order of the stages, and nothing else."""
