"""Training of the reader: data, network, losses, schedule and export, one file each."""
