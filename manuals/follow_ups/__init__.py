"""What is to be done about the problems of the software: opened for somebody by a day, closed with its result.

Read in this order: `actions`, `forms`, `views`.
"""
