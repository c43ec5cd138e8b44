"""The commands, one module each, found by presence; what is heavy is imported inside `execute`."""
