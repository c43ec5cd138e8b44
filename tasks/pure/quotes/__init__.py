"""Tweets worth reading out: those that stand for a heading, those that speak against it, and how far each leads back."""
