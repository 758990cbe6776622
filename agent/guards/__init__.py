"""One guard per file, named by what it looks at: pure functions of facts and rules; `judge` asks them."""
