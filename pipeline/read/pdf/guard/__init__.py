"""Opening a PDF, or refusing it with what is wrong and what to do; limits on what a hostile file may cost."""
