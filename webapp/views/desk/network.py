"""The network: territories side by side, for who sees several."""

from __future__ import annotations

from flask import abort

from webapp import clock
from webapp.domain.sizes import SIZE_CODES
from webapp.services.network import Network, list_differences, tally_network
from webapp.views.desk import page
from webapp.views.desk.blueprint import bp
from webapp.views.desk.network_labels import (
    SIZE_NAMES,
    difference_rows,
    figure_rows,
    job_rows,
    job_size_rows,
    job_total,
    size_rows,
    total_row,
)


@bp.get("/reseau", endpoint="network_show")
def show() -> str:
    """Days, missions, delays, acceptance and jobs of each territory; sizes of firms; rules that differ; the sums."""
    if len(page.territories()) < 2:
        abort(404)
    network: Network = tally_network(page.ids(), clock.now())
    places = [each.territory for each in network.territories]
    return page.show(
        "desk/network/show.html",
        network=network,
        rows=figure_rows(network),
        total=total_row(network),
        size_columns=[SIZE_NAMES[code] for code in SIZE_CODES],
        sizes=size_rows(network),
        job_rows=job_rows(network),
        job_total=job_total(network),
        job_sizes=job_size_rows(network),
        places=places,
        differences=difference_rows(list_differences(places)),
    )
