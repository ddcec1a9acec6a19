"""One file per command; the file's name is the word people type. Each holds one click command called `command`."""
