"""Readers of file formats: bytes in, plain data with places out.

A reader knows nothing of questionnaires or answers. It opens no files.
"""
