"""Applications for relief on paper."""
