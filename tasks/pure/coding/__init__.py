"""Codes for tweets: where phrases match, what their hits say, and which heading is primary; no codebook is judged here."""
