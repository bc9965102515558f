"""Mails: which there are (messages), how they read (render), what leaves (wire), and by which door (transport)."""
