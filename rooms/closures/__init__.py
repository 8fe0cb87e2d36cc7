"""Rooms closed whatever their hours: who decides it, what it bumps, where those bumped may go."""
