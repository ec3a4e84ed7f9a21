"""Graph of people, organisations and countries: who is named together in a release, who holds a job title where.

Written as GraphML (yEd, Cytoscape, igraph) or GEXF (Gephi) with networkx, which is in the extra `graph`.
"""

import re
from collections.abc import Iterator

from pipeline.data import data_file
from pipeline.errors import NoExtraError
from pipeline.records import Role
from pipeline.tables import Store

_NODES, _EDGES = (data_file(f"tables/graph_{name}.sql").read_text("utf-8") for name in ("nodes", "edges"))


def lines(store: Store, form: str) -> Iterator[str]:
    """The lines of the file of the graph, as `graphml` or `gexf`. A node is an entity, with its kind and the number of
    releases that name it. An edge joins two entities that some release names; its weight is the number of such
    releases, its role the job title that one holds in the other."""
    try:
        import networkx as nx
    except ImportError as error:
        raise NoExtraError("graphs need networkx: pip install 'communique[graph]'") from error
    graph = nx.Graph()
    for entity_id, name, kind, releases in store.query(_NODES):
        graph.add_node(entity_id, label=name, kind=kind, releases=releases)
    for one, other, releases in store.query(_EDGES):
        graph.add_edge(one, other, weight=releases, role="")
    for r in store.select(Role):
        for other in filter(None, (r.organisation_id, r.country)):
            if graph.has_edge(r.person_id, other) and not graph.edges[r.person_id, other]["role"]:
                graph.edges[r.person_id, other]["role"] = r.role
    made = nx.generate_graphml(graph) if form == "graphml" else nx.generate_gexf(graph)
    for line in made:  # GEXF holds the day of writing, by which equal graphs would differ
        yield re.sub(r' lastmodifieddate="[^"]*"', "", line) + "\n"
