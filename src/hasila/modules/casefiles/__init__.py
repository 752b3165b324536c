"""Case files: a matter followed from its first data to the prosecution."""
