"""The process: Prefect flows, thin tasks around the rooms, child processes, the one lock.

Belongs here: order, retries, artifacts, where files lie during a run. Not here: anything that judges a
row, computes a figure, or writes a sentence about one.
"""
