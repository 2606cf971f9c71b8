"""Tables, their column kinds and files, and which rows play which part."""
