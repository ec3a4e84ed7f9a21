"""Graph of people, organisations and countries: who is named in one release with whom, who holds an office where.

Written as GraphML (yEd, Cytoscape, igraph) or GEXF (Gephi), with networkx, the extra `graph`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from pipeline.errors import NoExtraError
from pipeline.records import Entity, Mention, Role
from pipeline.tables import Store


def lines(store: Store, form: str) -> Iterator[str]:
    """The file of the graph, `graphml` or `gexf`."""
    graph = graph_of(store)
    import networkx as nx

    if form == "graphml":
        yield from (f"{line}\n" for line in nx.generate_graphml(graph))
    else:  # the day of writing would make equal graphs differ
        yield from (re.sub(r' lastmodifieddate="[^"]*"', "", line) + "\n" for line in nx.generate_gexf(graph))


def graph_of(store: Store) -> Any:
    """A `networkx.Graph`: a node an entity, with its kind and the releases that name it; an edge joins two that one
    release names, weighed by the number of such releases, with the job title where one holds it in the other.
    """
    try:
        import networkx as nx
    except ImportError as error:
        raise NoExtraError("graphs need networkx: pip install 'communique[graph]'") from error
    named: defaultdict[str, set[str]] = defaultdict(set)
    for m in store.select(Mention):
        if m.entity_id:
            named[m.document_id].add(m.entity_id)
    together = Counter(pair for entities in named.values() for pair in combinations(sorted(entities), 2))
    releases = Counter(entity for entities in named.values() for entity in entities)
    graph = nx.Graph()
    for e in store.select(Entity):
        if releases[e.entity_id]:
            graph.add_node(e.entity_id, label=e.name, kind=e.kind, releases=releases[e.entity_id])
    for (a, b), count in sorted(together.items()):
        graph.add_edge(a, b, weight=count, role="")
    for r in store.select(Role):
        for other in filter(None, (r.organisation_id, r.country)):
            if graph.has_edge(r.person_id, other) and not graph.edges[r.person_id, other]["role"]:
                graph.edges[r.person_id, other]["role"] = " ".join(r.role.split())
    return graph
