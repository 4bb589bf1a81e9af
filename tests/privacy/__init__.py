"""An attacker who keeps everything that was ever public, and computes."""
