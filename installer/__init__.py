"""The Windows installer: built, and tried under Wine, on Linux."""
