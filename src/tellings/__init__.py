"""Tellings lays the accounts of news pages side by side; every line is tied to the passage that it came from."""

__version__ = "0.1.0"
