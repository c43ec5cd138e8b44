"""The anonymiser: people, places, services, contacts and links in a text give way to typed placeholders."""
