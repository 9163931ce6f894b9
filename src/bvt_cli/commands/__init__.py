"""The commands: options in, core called, one result shown."""
