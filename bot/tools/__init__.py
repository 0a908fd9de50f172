"""Run by hand, apart from training and serving."""
