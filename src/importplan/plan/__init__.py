"""Results as pure data."""
