"""Quality and speed of ranking, of the project's matcher and of its peers, behind one interface."""
