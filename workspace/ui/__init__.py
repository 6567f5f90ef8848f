"""What the page calls: it looks (`look`), acts (`act`) and listens (`listen`)."""
