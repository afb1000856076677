"""Measurements that print; none of them runs in a test."""
