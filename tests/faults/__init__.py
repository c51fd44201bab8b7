"""What happens to calls when the network or the other side fails, over real sockets."""
