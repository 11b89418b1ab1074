"""The engine `spark`: the reading and the plan of a backfill on a cluster of Apache Spark."""
