"""Stores beyond one machine, behind the same `Index`: PostgreSQL with pgvector, and Qdrant for the vectors."""
