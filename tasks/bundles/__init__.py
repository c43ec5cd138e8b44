"""The released bundle: its files, how it is read back, and what it promises; nothing that lies outside a bundle."""
