"""The planning model: columns, constraint families, goals, reading back."""
