"""Requests of a booking to the services (coffee, chairs, a projector), which are notified of its changes.

`actions`, `requests` (as pages show them), `receivers`, `notifications`, `forms`, `views`.
"""
