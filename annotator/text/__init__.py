"""Cutting news into sentences, and showing untrusted text safely."""
