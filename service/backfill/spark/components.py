"""Connected components by large-star and small-star, on data frames.

After Kiveris and others, "Connected Components in MapReduce and Beyond" (2014). A large star
connects the greater neighbours of each node with its least neighbour, a small star the lesser ones.
Both keep components as they are. The two are repeated until each node is connected with the least
node of its component and with no other one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def connected_nodes(edges: DataFrame, keep: Callable[[DataFrame], DataFrame]) -> DataFrame:
    """Return each node `a` with the least node `b` of its component.

    Args:
        edges: The columns `a` and `b`: nodes as strings, in any order.
        keep: Computes a data frame and stores it. Else each round would repeat all before it.
    """
    from pyspark.sql import functions as f

    greater, lesser = f.greatest("a", "b").alias("a"), f.least("a", "b").alias("b")
    stars = keep(edges.where("a <> b").select(greater, lesser).distinct())
    before, now = None, _fingerprint(stars)
    while now != before:
        stars = keep(_small_star(_large_star(stars)))
        before, now = now, _fingerprint(stars)
    roots = stars.select(f.col("b").alias("a"), "b").distinct()
    return stars.union(roots)


def _large_star(edges: DataFrame) -> DataFrame:
    """Connect each greater neighbour of a node with the least of the node and its neighbours."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    both_ways = edges.union(edges.select(f.col("b").alias("a"), f.col("a").alias("b")))
    least = f.least("a", f.min("b").over(Window.partitionBy("a")))
    return (
        both_ways.withColumn("least", least)
        .where("b > a")
        .select(f.col("b").alias("a"), f.col("least").alias("b"))
        .distinct()
    )


def _small_star(edges: DataFrame) -> DataFrame:
    """Connect a node and its lesser neighbours with the least of them."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    least = f.min("b").over(Window.partitionBy("a"))
    starred = edges.withColumn("least", least)
    neighbours = starred.select(f.col("b").alias("a"), f.col("least").alias("b"))
    own = starred.select("a", f.col("least").alias("b"))
    return neighbours.union(own).where("a <> b").distinct()


def _fingerprint(edges: DataFrame) -> tuple[int, int]:
    """Return the number of edges and a sum of their hashes, which no order changes."""
    from pyspark.sql import functions as f

    hashed = f.xxhash64("a", "b").cast("decimal(38,0)")
    row = edges.agg(f.count("*").alias("edges"), f.sum(hashed).alias("hashes")).first()
    assert row is not None
    return row["edges"], int(row["hashes"] or 0)
