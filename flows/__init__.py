"""The process as Prefect sees it: flows, thin tasks around the steps of `pipeline`, the task runner, artifacts,
notifications.

Belongs here: order, retries, and what Prefect shows. Not here: what a step does (`pipeline`), keeping it running
(`operations`), anything that judges a row, computes a figure, or writes a sentence about one.
"""
