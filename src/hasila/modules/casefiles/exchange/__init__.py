"""The exchange with the prosecution: bundles go out, answers come in, each exactly once."""
