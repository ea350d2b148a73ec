"""From an assessment to a document. Nothing here opens a file; folders and loaders are given."""
