"""Speed, memory and shares, measured beside honest yardsticks. Nothing here is asserted as seconds."""
