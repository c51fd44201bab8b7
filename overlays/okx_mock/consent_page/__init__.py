"""The page on which a user logs in at the mock and agrees to what a broker's application asks for."""
