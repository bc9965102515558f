"""What happens without a visitor: jobs at their time, and mails out of the outbox."""
