"""The conversation: what is asked, what is shown in reply, a draft attached to it."""
