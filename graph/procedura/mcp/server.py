"""The server: which tools and pages it offers, and how an error reaches the model."""

import json
import signal
from typing import Any

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp.server.mcpserver.tools import Tool
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import ValidationError

from procedura.errors import ProceduraError, QueryError
from procedura.library import CurrentGraph
from procedura.mcp.saying import RESOURCE
from procedura.mcp.tools import Tools
from procedura.settings import Settings
from procedura.version import __version__
from procedura.workers import Lane

INSTRUCTIONS = """\
A knowledge graph of medical procedures: what a procedure is for, how it is done, its risks, what \
else could be done, how that differs, and which line of which page says so.

- Pass on the notice of an answer. Content marked unreviewed was not checked by a clinician, and \
nothing here is medical advice.
- Cite what you pass on: each claim ends in file and line; its numbers lead to the exact words and \
the IRI under sources.
- Not stated is not none: a fact that is missing was not stated by the page.
- An alternative is another way to help the patient; a similar code is what a coder could confuse. \
Do not offer one as the other.
- Names need not be known exactly: where one means nothing or several things, the error says what \
may be meant, and search finds it."""


class _Tool(Tool):
    """A tool that refuses arguments that it does not know, and whose errors are one line."""

    async def run(
        self, arguments: dict[str, Any], context: Context[Any, Any], convert_result: bool = False
    ) -> Any:
        known = self.parameters["properties"]
        if unknown := sorted(set(arguments) - set(known)):
            cure = f"choose from {', '.join(known)}"
            raise ToolError(str(QueryError(f"no {unknown[0]!r} here", where=self.name, cure=cure)))
        try:
            # A model may write null where it means to say nothing.
            said = {name: value for name, value in arguments.items() if value is not None}
            result = await super().run(said, context, convert_result)
        except ToolError as error:
            cause = error.__cause__
            if isinstance(cause, ValidationError):
                raise ToolError(f"{self.name}: {_in_one_line(cause)}") from error
            if isinstance(cause, ProceduraError):
                raise ToolError(str(cause)) from error
            raise
        if isinstance(result, CallToolResult):  # the SDK indents it: a third more to read
            text = json.dumps(result.structured_content, ensure_ascii=False)
            result.content = [TextContent(type="text", text=text)]
        return result


def _in_one_line(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(map(str, one['loc']))}: {one['msg'][:1].lower()}{one['msg'][1:]}"
        for one in error.errors()
    )


def serve(settings: Settings) -> None:
    """Serve a graph until the client closes standard input.

    Args:
        settings: Where the graph lies, and what limits queries of it have.
    """
    # Python's own way of stopping would wait for the thread that reads standard input.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    with Lane(settings.folder, settings.workers, settings.time_limit, settings.memory) as lane:
        make_server(CurrentGraph(settings.folder), lane).run()


def make_server(graph: CurrentGraph, lane: Lane) -> MCPServer[Any]:
    """Return a server of a graph.

    Args:
        graph: The graph, which may be built again meanwhile.
        lane: What runs queries of it.
    """
    tools = Tools(graph, lane)
    server = MCPServer[Any](
        "procedura",
        title="Procedura",
        version=__version__,
        instructions=INSTRUCTIONS,
        tools=[
            _tool(tools.search, "Search"),
            _tool(tools.procedure, "A procedure"),
            _tool(tools.alternatives, "Alternatives"),
            _tool(tools.compare, "Side by side"),
            _tool(tools.similar, "Similar procedures and codes"),
            _tool(tools.query, "Queries and SPARQL"),
        ],
        log_level="WARNING",
    )

    @server.resource(RESOURCE + "{slug}", mime_type="text/markdown", title="A procedure's pages")
    async def page(slug: str) -> str:
        """The pages that describe a procedure, as Markdown, by its slug or code."""
        try:
            return await tools.page(slug)
        except ProceduraError as error:
            raise ResourceNotFoundError(str(error)) from error

    return server


def _tool(function: Any, title: str) -> Tool:
    hints = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    tool = _Tool.from_function(function, title=title, annotations=hints, structured_output=True)
    tool.parameters["additionalProperties"] = False
    return tool
