"""Agreement between annotators: coefficients over a table of labels, vectorised with numpy."""
