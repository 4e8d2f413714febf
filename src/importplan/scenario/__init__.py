"""The typed planning case, its schema and its checks."""
