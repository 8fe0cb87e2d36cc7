"""Files of a space, in folders one level deep, with their versions."""
