"""The question-answering side: questions in, answers out, and the front ends."""
