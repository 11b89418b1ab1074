"""What tests of several rooms share: readers, stores and databases for tests."""
