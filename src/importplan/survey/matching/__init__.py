"""Which item of the list a name in a return means: cleaned names, likeness with reasons, vetoes, remembered answers."""
