"""The widgets: they draw values and post messages. They use no files."""
