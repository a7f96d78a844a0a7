"""Exchange formats: one file each, declared in one registry."""
