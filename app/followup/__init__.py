"""From a concern to its proof: recommendations, commitments, reports, validation and closure."""
