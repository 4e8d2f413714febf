"""What is known of demand and dependence without an optimiser: answers of firms, weights, dependence, gaps."""
