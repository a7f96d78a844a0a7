"""What is done with a project as a whole, above its files and the statistics."""
