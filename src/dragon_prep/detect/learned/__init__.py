"""The learned layer: a linear model that weighs what rules found, and finds what they missed."""
