"""Guides as documents to print and to file: Markdown → blocks → Word and PDF, without a network."""
