"""The rules of the field, pure: values in, values out. Standard library only, no clock, no file."""
