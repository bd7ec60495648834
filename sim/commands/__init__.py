"""The commands, a file for each group. They ask the layers below and print; nothing is decided here."""
