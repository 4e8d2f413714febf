"""Plans judged without trusting the model: ledger, replay, baselines."""
