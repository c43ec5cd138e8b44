"""What a bundle promises, a module a kind of promise; each is held with nothing but the bundle."""
