"""What the program says of itself: its public classes, its errors, the code systems it knows."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from functools import cache, cached_property
from types import FunctionType, ModuleType
from typing import Any, get_args, get_origin, get_type_hints

import networkx as nx
from sphinx.pycode import ModuleAnalyzer

import procedura
from procedura.cli.statuses import ExitStatus
from procedura.errors import BusyError, ProceduraError
from procedura.sources import FORMATS
from procedura.systems import SYSTEMS

# In annotations, networkx says what its nodes are; when a program runs, it has no word for that.
nx.Graph.__class_getitem__ = classmethod(lambda cls, _: cls)  # type: ignore[attr-defined]


def classes() -> Iterator[str]:
    """Yield the public names, then all classes that their annotations lead to."""
    public = [getattr(procedura, one) for one in procedura.__all__]
    yield "## Public names\n"
    yield "```{eval-rst}"
    for one in public:
        if isinstance(one, type) and not issubclass(one, ProceduraError):
            yield f".. autoclass:: procedura.{one.__name__}\n   :members:\n   :inherited-members:\n"
    yield ".. autodata:: procedura.__version__\n   :no-value:\n"
    yield "```\n\n## What they take and return\n"
    found = [one for one in public if isinstance(one, type) and one is not ProceduraError]
    for one in found:  # it grows
        found += [more for more in dict.fromkeys(_led_to(one)) if more not in found]
    yield "```{eval-rst}"
    for one in sorted(found[1:], key=lambda one: one.__name__):
        yield f".. autoclass:: {one.__module__}.{one.__name__}\n   :members:\n"
    yield "```"


def _led_to(start: type) -> Iterator[type]:
    """Yield the classes of ours that stand in the annotations of a class and its public members."""
    _load()
    hints = [hint for name, hint in get_type_hints(start).items() if not name.startswith("_")]
    for name, member in inspect.getmembers_static(start):
        function = _function(member)
        if function and (name == "__init__" or not name.startswith("_")):
            hints += get_type_hints(function).values()
    for hint in hints:
        yield from (one for one in _classes(hint) if one not in start.__mro__)


def _function(member: object) -> FunctionType | None:
    match member:
        case classmethod() | staticmethod():
            return _function(member.__func__)
        case property():
            return _function(member.fget)
        case cached_property():
            return _function(member.func)
    return member if isinstance(member, FunctionType) else None


def _classes(hint: Any) -> Iterator[type]:
    for one in (hint, get_origin(hint)):
        ours = isinstance(one, type) and one.__module__.startswith("procedura.")
        if ours and ProceduraError not in one.__mro__:  # errors have a page of their own
            yield one
    for inner in get_args(hint):
        yield from _classes(inner)


@cache
def _load() -> list[ModuleType]:
    """Import the whole program, with what it imports for annotations only."""
    named = [one.name for one in pkgutil.walk_packages(procedura.__path__, "procedura.")]
    modules = [importlib.import_module(one) for one in named if not one.endswith("__main__")]
    for module in modules:
        for part in ast.parse(inspect.getsource(module)).body:
            if isinstance(part, ast.If) and ast.unparse(part.test) == "TYPE_CHECKING":
                block = ast.Module(part.body, type_ignores=[])
                exec(compile(block, str(module.__file__), "exec"), vars(module))  # noqa: S102
    return modules


def errors() -> Iterator[str]:
    """Yield each error: what it means, how HTTP tells it, where it is raised."""
    from procedura.web.problems import STATUS, WAIT

    def below(kind: type[ProceduraError]) -> Iterator[type[ProceduraError]]:
        yield kind
        for one in kind.__subclasses__():
            yield from below(one)

    for kind in below(ProceduraError):
        status = next(STATUS[one] for one in kind.__mro__ if one in STATUS)
        wait = f", with `Retry-After: {WAIT}`" if kind is BusyError else ""
        yield f"## {kind.__name__}\n"
        yield f"```{{eval-rst}}\n.. autoexception:: {kind.__module__}.{kind.__name__}\n```\n"
        yield f"- Over HTTP: {status.value} {status.phrase}{wait}"
        yield f"- Exit status: {ExitStatus.ERROR}"
        raised = [one.__name__ for one in _load() if kind.__name__ in _called(one)]
        yield f"- Raised in {_code(raised) or 'no place: it stands for all below it'}\n"


@cache
def _called(module: ModuleType) -> set[str]:
    calls = ast.walk(ast.parse(inspect.getsource(module)))
    return {getattr(one.func, "id", "") for one in calls if isinstance(one, ast.Call)}


def exit_statuses() -> Iterator[str]:
    """Yield what the program says with the status that it leaves with."""
    told = ModuleAnalyzer.for_module(ExitStatus.__module__).find_attr_docs()
    yield "| status | name | what it says |\n|---|---|---|"
    for one in ExitStatus:
        [meaning, _] = told[ExitStatus.__name__, one.name]
        yield f"| {one.value} | `{one.name}` | {meaning} |"


def code_systems() -> Iterator[str]:
    """Yield the code systems that can be imported, then the formats of any other."""
    yield "| name | system, publisher, licence | text passed on |\n|---|---|---|"
    for name, one in SYSTEMS.items():
        licence = f"<{one.licence}>" if "://" in one.licence else one.licence
        free = "yes" if one.redistributable else "no"
        what = f"{one.title} ({one.prefix})<br>{one.publisher}<br>{licence}"
        yield f"| `{name}` | {what} | {free} |"
    yield f"\nAny other is read from a file in one of the formats {_code(FORMATS)}."


def _code(names: Any) -> str:
    return ", ".join(f"`{one}`" for one in names)
