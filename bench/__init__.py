"""Measurements that anybody can run."""
