"""The small server: the static site, and behind a login what is not public.

Belongs here: requests, accounts, sessions, private downloads, uploads. Not here: how a public page looks
(`portal.site`), reading an export (`ingest`, through the check that is handed to `create_app`).
"""
