"""What learns the tagger and builds its lists, and what loads them; learning needs the `train` extra."""
