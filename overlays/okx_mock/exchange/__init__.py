"""The trading side: instruments, order book, balances, and what a user asks about them."""
