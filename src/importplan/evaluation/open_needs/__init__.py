"""Which needs a plan leaves open or serves late, what that costs, and why: arithmetic on the plan, no solver."""
