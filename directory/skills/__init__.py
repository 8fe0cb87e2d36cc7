"""Skills that agents declare, and the list of words that the directory's managers keep: `actions`, `forms`, `views`.

Who declared what has no history, no notification and no page but the agent's card.
"""
