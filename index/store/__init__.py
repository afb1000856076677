"""Articles, passages and vectors on disk: SQLite is the truth, FAISS files are a cache of it."""
