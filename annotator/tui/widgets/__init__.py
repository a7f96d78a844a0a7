"""The widgets: they draw values and post messages, and know no file."""
