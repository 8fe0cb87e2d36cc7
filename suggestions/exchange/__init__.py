"""Messages between the group and an idea's author, and the opinions asked of experts."""
