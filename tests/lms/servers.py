"""A real HTTP server on loopback for one test, with an application that answers requests."""

import contextlib
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer


@dataclass
class Request:
    """What came in."""

    method: str
    path: str
    headers: dict
    body: bytes


@dataclass
class Response:
    """What goes out."""

    body: bytes
    status: int = 200
    headers: tuple = ()


class Server(ThreadingHTTPServer):
    """One that asks nobody for the name of this machine: without a network the answer may take long."""

    def server_bind(self):
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address


@contextlib.contextmanager
def serving(answer):
    """The address of a server that gives `answer(request)`."""

    class Handler(BaseHTTPRequestHandler):
        def _serve(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            response = answer(Request(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            self.send_response(response.status)
            for name, value in response.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            self.wfile.write(response.body)

        do_GET = do_POST = do_PUT = _serve  # noqa: N815 -- the server's names

        def log_message(self, *_):
            pass

    server = Server(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # an answer that raises hangs up, and says nothing
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
