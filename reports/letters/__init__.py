"""What is sent to a person: notices, refusal notes, reminder lists and letters.

Not here: sending it (`flows.notifications`).
"""
