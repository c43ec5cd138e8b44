"""The attack on a study: its released words searched for, linked by style, looked through for lives, and tried by people."""
