"""Notes with tags: an example of a resource with an owner."""
