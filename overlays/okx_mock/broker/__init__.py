"""The broker's side: DMA sub-accounts and their keys, rebates and rebate reports."""
