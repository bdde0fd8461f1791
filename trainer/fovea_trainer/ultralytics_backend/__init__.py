"""The backend on Ultralytics (AGPL-3.0), the only package here that imports it."""
