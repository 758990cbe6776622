"""The Seller app: settings, bind account, the jump to the TikTok app where its owner authorizes, and the way back."""
