"""What every feature stands on: transactions, facts, errors, forms and the three doors."""
