"""What may be told of counts and files: suppression, rounding, differencing, and what a file may hold."""
