"""How the reader is trained: data, network, losses, schedule and export, a file each."""
