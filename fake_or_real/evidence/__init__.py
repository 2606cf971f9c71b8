"""Evidence that no single score gives: copies, the yardstick, and the verdict."""
