"""Agreement between annotators: coefficients over a table of labels, vectorized with numpy."""
