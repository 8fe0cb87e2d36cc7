from django.dispatch import Signal

# Sent with sender=Document and document=…, in the transaction that stores the text of its pages.
text_read = Signal()
