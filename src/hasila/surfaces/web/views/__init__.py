"""The pages, each in a file of its own. None holds a rule: they ask the kernel and show what it says."""
