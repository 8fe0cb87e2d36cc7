"""Several dates of a series changed or cancelled; two bookings swapped."""
