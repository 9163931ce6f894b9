"""A whole service, invented from a seed, over three years."""
