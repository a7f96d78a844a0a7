"""What drives the program for a test: its screen, its pages, a terminal, a browser."""
