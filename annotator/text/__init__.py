"""Text: cutting news into sentences, and showing untrusted text safely."""
