"""Flows over the stages, and the command line; nothing imports this room."""
