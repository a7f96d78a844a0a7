"""Strict YAML, schemas, durable files, locks and settings."""
