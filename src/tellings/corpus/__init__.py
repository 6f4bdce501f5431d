"""Corpus jobs over the layers of a crawl, on one machine within a memory limit: copies, stories, actors."""

from tellings.corpus.job import STEPS, CorpusAccount, Plan, Step, run_corpus

__all__ = ["STEPS", "CorpusAccount", "Plan", "Step", "run_corpus"]
