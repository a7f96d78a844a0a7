"""What `import annotator` gives: corpora to read and measure, and annotation sets to make."""
