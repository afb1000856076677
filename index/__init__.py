"""What may be relevant to a question: passages, ranks and stories."""
