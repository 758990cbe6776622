"""Where sellers get help and news: articles, tickets, the chat with a person behind it, and the notification center."""
