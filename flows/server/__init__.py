"""Prefect's server side: addresses, databases, processes, deployments and automations; no stage and no row."""
