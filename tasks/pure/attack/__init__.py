"""The motivated intruder, played by ourselves: who wrote what by style, and what a text tells of its author's life."""
