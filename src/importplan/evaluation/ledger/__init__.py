"""The auditor: costs, cash and every rule of a plan worked out again from the case, with no solver and no model."""
