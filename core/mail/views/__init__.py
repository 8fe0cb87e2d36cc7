"""Pages of mail: the trial's mailbox, the mailboxes read, one message that arrived, the sender's confirmation."""
