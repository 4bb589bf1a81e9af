"""Tests of the portal in a real browser.

A package, unlike the other folders: its Chromium is closed when its last test is done, for while it lives no
other test can run an event loop.
"""
