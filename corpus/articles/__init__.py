"""The bundled first corpus."""
