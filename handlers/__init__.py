"""The doors: every way in and out. They translate, call the bot, and translate back."""
