"""A small search of companies on this host: it answers by HTTP what it is told to, and keeps what it was asked."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class CompanySearch:
    """Its answers by SIREN: a firm as the national search shows it, or bytes or a status to answer instead."""

    def __init__(self, address):
        self.address = address
        self.firms = {}
        self.asked = []
        self.raw = None
        self.status = 200
        self.pause = 0

    def knows(self, siren, state, closed_on=None):
        self.firms[siren] = {
            "siren": siren,
            "nom_complet": "UNE ENTREPRISE",
            "etat_administratif": state,
            "date_creation": "2015-01-01",
            "date_fermeture": closed_on,
            "siege": {"siret": f"{siren}00011", "etat_administratif": "A"},
        }

    def answer(self, siren):
        found = [self.firms[siren]] if siren in self.firms else []
        return json.dumps({"results": found, "total_results": len(found), "page": 1, "per_page": 1}).encode()


@contextmanager
def standing():
    """A search that stands while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            (siren,) = parse_qs(urlsplit(self.path).query)["q"]
            search.asked.append(siren)
            time.sleep(search.pause)
            body = search.answer(siren) if search.raw is None else search.raw
            self.send_response(search.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    search = CompanySearch(f"http://127.0.0.1:{server.server_port}/search")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield search
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
