"""Pages that are pictures: set straight, their rules found, their words read by optical character recognition."""
