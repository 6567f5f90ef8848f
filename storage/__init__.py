"""The memory: what Baton knows and how it is kept."""
