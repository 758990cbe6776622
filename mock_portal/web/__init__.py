"""The portal's pages and calls over HTTP."""
