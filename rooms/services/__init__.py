"""What a booking asks of the services (coffee, chairs, a projector); they are mailed what becomes of it.

`actions`, `requests` (as pages show them), `receivers`, `notifications`, `forms`, `views`.
"""
