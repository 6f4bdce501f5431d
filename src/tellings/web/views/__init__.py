"""Views: pure functions from a desk and a question to a frozen record, which a template lays out."""
