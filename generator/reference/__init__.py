"""The documentation site: pages made from the contract beside pages written by hand, built by zensical."""
