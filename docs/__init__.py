"""The scripts that write generated pages, pictures and transcripts."""
