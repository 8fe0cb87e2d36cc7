"""Port-Mimosa, an invented town: the demonstration content as plain data, the same at every load.

Nothing here imports Django; the loader reads these modules. Dates are offsets from the day of the load.
"""
