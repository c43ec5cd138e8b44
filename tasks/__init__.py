"""The stages, one module each, and the rooms they work with. Only stages and storage/caching.py know Prefect."""
