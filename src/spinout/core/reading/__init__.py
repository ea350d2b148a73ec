"""Readers of documents: plain data in, a questionnaire or answers out, and every problem told."""
