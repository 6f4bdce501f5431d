"""Comparing the accounts of a story: facts, timeline, summary, and the proof of each line."""
