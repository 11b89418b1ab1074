"""The server of the Model Context Protocol: it lists the tools and calls them.

The SDK's own functions for tools repeat what was sent in some of their errors, and log tracebacks.
So arguments are checked and failures are described here, as the HTTP API does it.
"""

from __future__ import annotations

import json
import logging
from importlib.metadata import version
from typing import Any

from anyio import to_thread
from mcp.server import Server
from mcp.server.context import ServerRequestContext
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)
from pydantic import ValidationError

from service.api.field_errors import describe_fields
from service.errors import OnRecordError
from service.guard import describe
from service.mcp.tools import TOOLS, AgentTool
from service.services import Services

_log = logging.getLogger("onrecord.mcp")

_INSTRUCTIONS = (
    "OnRecord keeps a record of who said what in news articles. Use `was_this_said` to check a "
    "quotation, `who_said` to find its speaker, `quotes_by_speaker` for what a person said, and "
    "`extract` to read a text. An empty answer means that this store knows no such quote. It does "
    "not prove that it was never said."
)
_BY_NAME = {tool.name: tool for tool in TOOLS}

Context = ServerRequestContext[Any]


def build_mcp_server(services: Services) -> Server[Any]:
    """Return a server whose tools use the services of this process."""

    async def list_tools(_: Context, __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_describe_tool(tool) for tool in TOOLS])

    async def call_tool(_: Context, params: CallToolRequestParams) -> CallToolResult:
        # Reading and searching wait, so they need a thread.
        return await to_thread.run_sync(call, services, params.name, params.arguments or {})

    return Server(
        "onrecord",
        title="OnRecord",
        version=version("onrecord"),
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def call(services: Services, name: str, arguments: dict[str, Any]) -> CallToolResult:
    """Return what a tool answers, or in plain words why it cannot.

    Args:
        services: The services of this process.
        name: The tool's name.
        arguments: What the client sent, not checked yet.
    """
    tool = _BY_NAME.get(name)
    if tool is None:
        return _failed(f"There is no such tool. The tools are {', '.join(_BY_NAME)}.")
    try:
        given = tool.takes.model_validate(arguments)
        answer = tool.call(services, given).model_dump(mode="json")
    except ValidationError as error:
        return _failed(_describe_arguments(error))
    except OnRecordError as error:
        return _failed(error.detail)
    except Exception as error:
        _log.error("the tool %s crashed: %s", name, describe(error))
        return _failed("Something went wrong here, not in the call. The server's log knows more.")
    text = json.dumps(answer, ensure_ascii=False)
    return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=answer)


def _describe_tool(tool: AgentTool) -> Tool:
    return Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.takes.model_json_schema(),
        output_schema=tool.answers.model_json_schema(mode="serialization"),
        annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False),
    )


def _describe_arguments(error: ValidationError) -> str:
    errors = [
        {**found, "loc": ("body", *found["loc"])}
        for found in error.errors(include_url=False, include_input=False)
    ]
    fields = (
        f"{field.pointer.removeprefix('/') or 'The arguments'}: {field.detail}"
        for field in describe_fields(errors)
    )
    return " ".join(fields)


def _failed(detail: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=detail)], is_error=True)
