"""The driving API: how tests, benchmarks and the web page act as the people at the phones."""
