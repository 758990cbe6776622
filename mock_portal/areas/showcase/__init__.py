"""The creator's showcase: products that a linked account shows, added by hand, fifty a day."""
