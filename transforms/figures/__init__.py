"""Accepted responses → sums → index, interval, rank, regency, profile, coverage, what the public may see of them.

Not here: which responses count (`transforms.responses`).
"""
