"""The Discord bot: the only package that imports discord, and only inside the functions that need it."""
